/* Every handler, by family; routes.c names each once. A handler checks what it is given, and
 * answers: a document or a page at once, a matrix by `work`. It returns false with the problem
 * set. */
#ifndef API_HANDLERS_H
#define API_HANDLERS_H

#include "api/call.h"

/* operands.c: of every operation that takes nothing else. */
enum one_matrix_field { ONE_MATRIX_A, COMMON_FIELDS(ONE_MATRIX) };
extern const struct field one_matrix_fields[ONE_MATRIX_FIELDS];
enum two_matrices_field { TWO_MATRICES_A, TWO_MATRICES_B, COMMON_FIELDS(TWO_MATRICES) };
extern const struct field two_matrices_fields[TWO_MATRICES_FIELDS];

/* product.c: members in the order of the fields that routes.c gives them. */
enum multiply_field {
    MULTIPLY_A,
    MULTIPLY_B,
    MULTIPLY_C,
    MULTIPLY_TRANSPOSE_A,
    MULTIPLY_TRANSPOSE_B,
    MULTIPLY_ALPHA,
    MULTIPLY_BETA,
    COMMON_FIELDS(MULTIPLY)
};
extern const struct field multiply_fields[MULTIPLY_FIELDS];
bool multiply(struct call *call);

/* chain.c */
enum chain_field { CHAIN_MATRICES, COMMON_FIELDS(CHAIN) };
extern const struct field chain_fields[CHAIN_FIELDS];
bool chain(struct call *call);

/* elementwise.c; the first three take two matrices. */
enum scale_field { SCALE_A, SCALE_BY, COMMON_FIELDS(SCALE) };
extern const struct field scale_fields[SCALE_FIELDS];
bool add(struct call *call);
bool subtract(struct call *call);
bool hadamard(struct call *call);
bool scale(struct call *call);

/* arrange.c; kronecker takes two matrices, transpose one. */
bool kronecker(struct call *call);
bool transpose(struct call *call);

/* power.c */
enum power_field { POWER_A, POWER_EXPONENT, COMMON_FIELDS(POWER) };
extern const struct field power_fields[POWER_FIELDS];
bool power(struct call *call);

/* norm.c; trace takes one matrix. */
enum norm_field { NORM_A, NORM_KIND, COMMON_FIELDS(NORM) };
extern const struct field norm_fields[NORM_FIELDS];
bool trace(struct call *call);
bool norm(struct call *call);

/* factor.c; both take one matrix. */
bool qr(struct call *call);
bool cholesky(struct call *call);

/* singular.c; svd takes one matrix. */
enum rank_field { RANK_A, RANK_TOLERANCE, COMMON_FIELDS(RANK) };
extern const struct field rank_fields[RANK_FIELDS];
bool svd(struct call *call);
bool rank(struct call *call);

/* eigen.c: of one matrix. */
bool eigen(struct call *call);

/* explain.c */
enum explain_field {
    EXPLAIN_A,
    EXPLAIN_B,
    EXPLAIN_TRANSPOSE_A,
    EXPLAIN_TRANSPOSE_B,
    EXPLAIN_ENTRIES,
    EXPLAIN_FIELDS
};
extern const struct field explain_fields[EXPLAIN_FIELDS];
bool explain(struct call *call);

/* shape.c */
enum shape_field { SHAPE_SHAPES, SHAPE_FIELDS };
extern const struct field shape_fields[SHAPE_FIELDS];
bool shape(struct call *call);

/* system.c, lu.c: they take one matrix. */
bool determinant(struct call *call);
bool inverse(struct call *call);
bool lu(struct call *call);

/* solve.c */
enum solve_field { SOLVE_A, SOLVE_B, SOLVE_METHOD, COMMON_FIELDS(SOLVE) };
extern const struct field solve_fields[SOLVE_FIELDS];
bool solve(struct call *call);

/* practice.c and practice_check.c: a sheet is described to both in the same way. */
enum sheet_field {
    SHEET_SEED,
    SHEET_KIND,
    SHEET_ROWS,
    SHEET_COLUMNS,
    SHEET_INNER,
    SHEET_RANGE,
    SHEET_ANSWERS,
    SHEET_FIELDS
};
extern const struct field practice_fields[SHEET_FIELDS];
extern const struct field practice_check_fields[SHEET_FIELDS];
bool practice(struct call *call);
bool practice_check(struct call *call);

/* service.c */
bool healthz(struct call *call);
bool readyz(struct call *call);
bool metrics(struct call *call);
bool specification(struct call *call);
bool problem_page(struct call *call);
bool docs_page(struct call *call);
bool index_page(struct call *call);
bool asset(struct call *call);

#endif
