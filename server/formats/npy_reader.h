/* Inside the .npy reader: what its two files share. */
#ifndef FORMATS_NPY_READER_H
#define FORMATS_NPY_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "formats/npy_header.h"
#include "formats/npy_type.h"
#include "formats/reader.h"

/* What the next bytes belong to. */
enum npy_at {
    NPY_START,      /* what stands before the header */
    NPY_HEADER,     /* the header */
    NPY_ENTRIES,    /* the entries, and whatever stands behind them */
    NPY_PASSED_OVER /* nothing: a fault has been told, and what comes is not looked at */
};

struct npy_reader {
    struct fields *fields; /* all of the request, to know what it holds */
    struct operand operand;
    struct problem *problem;

    enum npy_at at;
    struct buffer head; /* all that stands before the entries */
    size_t wanted;      /* its bytes that are to be there before the reader goes on */
    struct npy_header header;
    const struct npy_type *type;

    rowcol_shape shape; /* as stored: the transpose's where columns come one after the other */
    size_t entries;     /* of the shape */
    size_t stored;
    unsigned char cut[NPY_ELEMENT_MOST]; /* an element that has not come whole */
    size_t cut_length;
    uint64_t bytes; /* that came after the head */
};

/* The file breaks the rules of its format: that ends the reading. `clause` goes on after "a is a
 * .npy file whose header". Return false. */
bool npy_fault_start(struct npy_reader *reader);
bool npy_fault_header(struct npy_reader *reader, const char *clause);
bool npy_fault_cut(struct npy_reader *reader);

/* A sound file, but no matrix that can be taken. */
void npy_fault_type(struct npy_reader *reader);
void npy_fault_dimensions(struct npy_reader *reader);
void npy_fault_empty(struct npy_reader *reader);
void npy_fault_misfit(struct npy_reader *reader);

#endif
