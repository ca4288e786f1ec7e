# MPI as SimGrid's SMPI simulates it: what smpicc adds to a compiler, as the target that the
# project asks for. Its header also replaces the clocks and the pauses of POSIX by simulated ones.
find_path(SMPI_INCLUDE_DIR smpi/mpi.h REQUIRED)
find_library(SMPI_LIBRARY simgrid REQUIRED)
set(MPI_C_FOUND TRUE)
set(MPI_FOUND TRUE)
if(NOT TARGET MPI::MPI_C)
  add_library(MPI::MPI_C INTERFACE IMPORTED)
  target_include_directories(MPI::MPI_C INTERFACE ${SMPI_INCLUDE_DIR}/smpi)
  target_compile_options(MPI::MPI_C INTERFACE -include ${SMPI_INCLUDE_DIR}/smpi/smpi_helpers.h)
  target_compile_definitions(MPI::MPI_C INTERFACE SMPI_NO_OVERRIDE_MALLOC)
  target_link_libraries(MPI::MPI_C INTERFACE ${SMPI_LIBRARY})
endif()
