/* support_file: a file with given bytes, for what reads files by name. */
#ifndef SUPPORT_FILE_H
#define SUPPORT_FILE_H

/* Writes `bytes` to a fresh file and returns its path, which stays until remove_files. */
const char *file_of(const char *bytes);
void remove_files(void);

#endif
