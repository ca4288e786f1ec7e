# Defines the imported target CSV::csv (libcsv). Read by this build and by installed nonzero.
if(NOT TARGET CSV::csv)
  find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
  find_library(CSV_LIBRARY csv REQUIRED)
  mark_as_advanced(CSV_INCLUDE_DIR CSV_LIBRARY)
  add_library(CSV::csv UNKNOWN IMPORTED GLOBAL)
  set_target_properties(CSV::csv PROPERTIES
    IMPORTED_LOCATION "${CSV_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${CSV_INCLUDE_DIR}")
endif()
