/* support_folder: each test runs inside a new, empty folder. */
#ifndef SUPPORT_FOLDER_H
#define SUPPORT_FOLDER_H

#include <stdbool.h>

/* Setup and teardown of a cmocka test. */
int enter_folder(void **state);
int leave_folder(void **state);

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

/* Adds to a file, or writes it anew; opened and closed once. */
void append_file(const char *path, const char *text);
void write_file(const char *path, const char *text);

/* Removes a folder and all in it. */
void remove_folder(const char *path);

/* What is in a file; static until the next call. Absent: NULL. */
const char *read_file(const char *path);

bool exists(const char *path);

#endif
