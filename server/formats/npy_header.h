/* The head of a .npy file, as numpy.lib.format has it:
 *
 *   "\x93NUMPY"   6 bytes
 *   version       2 bytes: 1.0, 2.0 or 3.0
 *   length        2 bytes in version 1, later 4, little end first
 *   header        so many bytes: a Python literal
 *
 *     {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }
 *
 *   in Latin-1, from version 3 on in UTF-8, with blanks and a newline behind it.
 *
 * Pure functions, any thread. */
#ifndef FORMATS_NPY_HEADER_H
#define FORMATS_NPY_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#define NPY_MAGIC "\x93NUMPY"
#define NPY_MAGIC_LENGTH 6

/* What stands before the header: up to the length, and in all. */
#define NPY_VERSION_END 8
#define NPY_START_LONGEST 12

/* A piece of the header's text. */
struct npy_span {
    const char *text;
    size_t length;
};

struct npy_header {
    struct npy_span type; /* without its quotes; whole, with its brackets, where it is no string */
    bool fortran_order;   /* column after column */
    size_t dimensions;
    size_t lengths[2];     /* of the first two; SIZE_MAX where it is that or more */
    struct npy_span shape; /* as it is written, "(2, 3)" */
};

/* The length of what stands before the header in this major version, 10 or 12; 0: there is no such
 * version. */
size_t npy_start_length(unsigned char major, unsigned char minor);

/* The header's length, from all that stands before it. */
size_t npy_header_length(const unsigned char *start, size_t start_length);

/* Reads a header. Keys may stand in any order, each once; blanks, and a comma after the last item,
 * where Python allows them; whole numbers may end in Python 2's L.
 *
 * utf8     whether it is to be UTF-8.
 * header   receives what it says; borrows from `text`.
 *
 * Returns NULL, or what is wrong with it: the end of a sentence that begins with "its header". */
const char *npy_header_read(const char *text, size_t length, bool utf8, struct npy_header *header);

#endif
