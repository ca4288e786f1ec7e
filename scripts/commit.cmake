# Writes the header OUTPUT with the commit of the sources in SOURCE, of which GIT tells, when it
# has changed: run by every build, so that no program names a commit that it is not made of.
set(NZ_COMMIT unknown)
if(GIT)
  execute_process(COMMAND ${GIT} describe --always --dirty --abbrev=12 --exclude=*
    WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE description
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(NZ_COMMIT ${description})
  endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define NZ_COMMIT \"${NZ_COMMIT}\"\n" @ONLY)
