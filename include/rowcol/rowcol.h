/* librowcol: shapes and their rules, matrices, products and how they come about, the other
 * operations, exercises and their grading, and number text that is exact. */
#ifndef ROWCOL_ROWCOL_H
#define ROWCOL_ROWCOL_H

#include <rowcol/blas.h>
#include <rowcol/chain.h>
#include <rowcol/columns.h>
#include <rowcol/cost.h>
#include <rowcol/eigen.h>
#include <rowcol/elementwise.h>
#include <rowcol/explain.h>
#include <rowcol/factor.h>
#include <rowcol/kronecker.h>
#include <rowcol/lu.h>
#include <rowcol/matrix.h>
#include <rowcol/memory.h>
#include <rowcol/norm.h>
#include <rowcol/notation.h>
#include <rowcol/number.h>
#include <rowcol/power.h>
#include <rowcol/practice.h>
#include <rowcol/product.h>
#include <rowcol/shape.h>
#include <rowcol/singular.h>
#include <rowcol/solve.h>
#include <rowcol/status.h>
#include <rowcol/symmetric.h>
#include <rowcol/text.h>
#include <rowcol/transpose.h>
#include <rowcol/verify.h>

#endif
