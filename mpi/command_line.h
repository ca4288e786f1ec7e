/** @file command_line.h
 *  @brief A command of the program as text for a shell. */
#ifndef NZ_MPI_COMMAND_LINE_H
#define NZ_MPI_COMMAND_LINE_H

/**
 * @brief "nonzero COMMAND [OPTION] ARGUMENTS", which a shell reads as these words.
 *
 * Words of letters, digits and _-+:,./@%= are as they are, others in single quotes; those
 * with bytes that are not UTF-8, control characters or characters that hide or reorder
 * text are in $'...' with octal numbers, which bash, ksh, zsh and POSIX.1-2024 know. So
 * the text is one line of UTF-8, whatever the words are.
 * @param argc,argv  argv[0] is the command's name. argp may have put them in another
 * order, which means the same.
 * @param option  put before the arguments unless it is one of them, e.g. "--resume";
 * NULL: none.
 * @return the text, which the caller frees; NULL without memory.
 */
char *nz_command_line(int argc, char *const *argv, const char *option);

#endif
