/* librowcol: shapes and their rule, matrices, products and how they come about, exercises and their
 * grading, and number text that is exact. */
#ifndef ROWCOL_ROWCOL_H
#define ROWCOL_ROWCOL_H

#include <rowcol/blas.h>
#include <rowcol/explain.h>
#include <rowcol/matrix.h>
#include <rowcol/memory.h>
#include <rowcol/notation.h>
#include <rowcol/number.h>
#include <rowcol/practice.h>
#include <rowcol/product.h>
#include <rowcol/shape.h>
#include <rowcol/status.h>
#include <rowcol/text.h>

#endif
