/* The types that the elements of a .npy file have, as numpy names them ("<f8": which end comes
 * first, which kind, how many bytes), and how they become doubles. Pure functions, any thread. */
#ifndef FORMATS_NPY_TYPE_H
#define FORMATS_NPY_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest element that is read. */
#define NPY_ELEMENT_MOST 8

struct npy_type {
    char order; /* '<' little end first, '>' big end first, '|' a single byte */
    char kind;  /* 'f' floats, 'i' whole numbers, 'u' those without a sign, 'b' truths */
    size_t size;

    /* Makes doubles of `count` elements, which may stand at any address. */
    void (*convert)(const unsigned char *from, size_t count, double *to);
};

/* The type of this name, `length` bytes of it; NULL where there is none that is read: its byte
 * order does not stand there, or it is no plain number of at most 8 bytes. A single byte has no
 * order, so "<i1" is "|i1". */
const struct npy_type *npy_type_find(const char *name, size_t length);

/* Why a type is not read and what to do about it, as the end of a sentence: "... is complex: send
 * a.real and a.imag". */
const char *npy_type_advice(const char *name, size_t length);

/* A whole number of 64 bits: its sign and its magnitude. */
struct npy_whole {
    bool negative;
    uint64_t magnitude;
};

/* The index of the first of `count` elements that no double is equal to, and that number; `count`
 * where there is none, as always in types of less than 8 bytes. */
size_t npy_first_inexact(const struct npy_type *type, const unsigned char *from, size_t count,
                         struct npy_whole *number);

#endif
