/* What became of a call: one list makes the enum, the names and the sentences. */
#ifndef ROWCOL_STATUS_H
#define ROWCOL_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ROWCOL_API __attribute__((visibility("default")))
#define ROWCOL_CHECKED __attribute__((warn_unused_result))
#else
#define ROWCOL_API
#define ROWCOL_CHECKED
#endif

/* X(name, sentence): every status, and what it means in one sentence. */
#define ROWCOL_STATUSES(X)                                                                         \
    X(OK, "The call did what it says.")                                                            \
    X(NO_MEMORY, "The allocator had no room for what the call needs.")                             \
    X(TOO_LARGE, "A size is larger than this machine can count.")                                  \
    X(EMPTY, "A shape has no rows or no columns.")                                                 \
    X(MISMATCH, "The shapes do not fit the operation.")                                            \
    X(NOT_A_NUMBER, "The text does not follow the grammar of numbers.")                            \
    X(OUT_OF_RANGE, "The number is larger than any double.")                                       \
    X(OVERFLOW, "An entry of the result is larger than any double.")                               \
    X(NO_ENTRY, "The matrix has no entry in that row and column.")                                 \
    X(BAD_VALUE, "A value is none that the call takes.")                                           \
    X(WRONG_BLAS, "The BLAS in use computes wrong products.")                                      \
    X(NOT_FINITE, "An operand holds an infinity or a NaN.")                                        \
    X(NOT_SQUARE, "The matrix has not as many rows as columns.")                                   \
    X(SINGULAR, "The matrix has no inverse.")                                                      \
    X(NOT_SYMMETRIC, "The matrix differs from its transpose.")                                     \
    X(NOT_POSITIVE_DEFINITE, "A leading minor of the matrix is not positive.")                     \
    X(NO_CONVERGENCE, "The iteration did not come to an end.")

typedef enum rowcol_status {
#define ROWCOL_STATUS_ENUM(name, sentence) ROWCOL_##name,
    ROWCOL_STATUSES(ROWCOL_STATUS_ENUM)
#undef ROWCOL_STATUS_ENUM
} rowcol_status;

/* The name of a status as the enum spells it ("ROWCOL_MISMATCH"), or "unknown" for a value that is
 * no status. The text is static. Any thread. */
ROWCOL_API const char *rowcol_status_name(rowcol_status status);

/* What a status means, as an English sentence; static text, any thread. */
ROWCOL_API const char *rowcol_status_text(rowcol_status status);

#ifdef __cplusplus
}
#endif
#endif
