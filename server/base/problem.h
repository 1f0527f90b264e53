/* Problems (RFC 9457): the one list of them, and the documents that clients read.
 *
 * A problem is a value that lies inside whoever may have one: setting it needs no memory, so that
 * it can tell of the want of memory too. */
#ifndef BASE_PROBLEM_H
#define BASE_PROBLEM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* X(NAME, status, slug, title, sentence): every problem that this server has. The sentence teaches
 * what it means and how to mend it; it stands on the problem's page (/problems/<slug>), and so must
 * hold for every case. What holds for one case is the detail's to say. */
/* clang-format off */
#define PROBLEMS(X)                                                                                \
    X(MALFORMED_JSON, 400, "malformed-json", "Malformed JSON",                                     \
      "The body is not JSON, so nothing in it could be read. JSON knows objects, arrays, "         \
      "numbers, strings in double quotes, true, false and null, and no comments, no comma "        \
      "after the last item, no NaN or Infinity. Mend the text at the line and column that "        \
      "`position` names.")                                                                         \
    X(INVALID_UTF_8, 400, "invalid-utf-8", "Invalid UTF-8",                                        \
      "The body has bytes that form no character in UTF-8, the only encoding that JSON is "        \
      "sent in. Save or send the text as UTF-8; `position` says where the first wrong "            \
      "byte stands.")                                                                              \
    X(TOO_DEEP, 400, "too-deep", "Nested too deep",                                                \
      "The body opens more brackets inside one another than the server follows. A matrix "         \
      "needs two levels: one array for the matrix, and one for each row.")                         \
    X(MALFORMED_BODY, 400, "malformed-body", "Malformed body",                                     \
      "The body does not keep to the rules of the format that its Content-Type names, or of the "  \
      "coding in Content-Encoding, so that not all of it could be read: it was cut off on the "    \
      "way, say, or is in another format. The detail says what is wrong, and `position` where, "   \
      "if it is at a place in the text.")                                                          \
    X(MALFORMED_REQUEST, 400, "malformed-request", "Malformed request",                            \
      "The request's first line or its headers break the rules of HTTP, so it is not "             \
      "certain where it ends. Ordinary clients never send this: look at whatever wrote "           \
      "the headers by hand, or stands between.")                                                   \
    X(NOT_FOUND, 404, "not-found", "Not found",                                                    \
      "Nothing lives at this path. Look for a letter too many or too few; the reference at "       \
      "/docs lists every path.")                                                                   \
    X(METHOD_NOT_ALLOWED, 405, "method-not-allowed", "Method not allowed",                         \
      "The path exists, but does not answer to this method. The Allow header names those "         \
      "it answers to: matrices are sent with POST, pages are fetched with GET.")                   \
    X(NOT_ACCEPTABLE, 406, "not-acceptable", "Not acceptable",                                     \
      "The Accept header asks only for formats that this answer does not come in. Ask for "        \
      "one of those in `supported`, or leave the header out: that gives JSON.")                    \
    X(TIMEOUT, 408, "timeout", "Timed out",                                                        \
      "The request came in too slowly, or took longer than the server allows. Send it "            \
      "again over a faster connection, or send less at a time.")                                   \
    X(BODY_TOO_LARGE, 413, "body-too-large", "Body too large",                                     \
      "The body is larger than the server takes, or than its memory could ever hold; "             \
      "`limit` says how many bytes it takes. Send fewer or smaller matrices, or have "             \
      "whoever runs the server raise --max-body or --max-memory.")                                 \
    X(TARGET_TOO_LONG, 414, "target-too-long", "Target too long",                                  \
      "The path and query of the request are longer than any that the server knows. "              \
      "Matrices belong in the body, not in the address.")                                          \
    X(UNSUPPORTED_MEDIA_TYPE, 415, "unsupported-media-type", "Unsupported media type",             \
      "The Content-Type header is missing or names a format that the server can't read, or "       \
      "Content-Encoding a coding that it can't undo; `supported` lists what it takes "             \
      "instead. With curl, --json sends the right headers; a plain -d does not.")                  \
    X(HEADERS_TOO_LARGE, 431, "headers-too-large", "Headers too large",                            \
      "The request's headers take more room than the server keeps for them. Often it is "          \
      "cookies that were sent along: leave out whatever is not needed.")                           \
    X(NOT_AN_OBJECT, 422, "not-an-object", "Not an object",                                        \
      "The body is JSON, but not an object. Put the operands into one by name, within "            \
      "braces: {\"a\": [[1,2],[3,4]], \"b\": [[5],[6]]}.")                                         \
    X(UNKNOWN_MEMBER, 422, "unknown-member", "Unknown member",                                     \
      "The body has a member that this operation does not know. It is refused rather than "        \
      "passed over, because a misspelt option would otherwise change the result in "               \
      "silence. Names are case-sensitive.")                                                        \
    X(DUPLICATE_MEMBER, 422, "duplicate-member", "Duplicate member",                               \
      "The body has the same member twice, and it can't be told which one counts. Leave "          \
      "one of them out.")                                                                          \
    X(MISSING_MEMBER, 422, "missing-member", "Missing member",                                     \
      "The body lacks a member that this operation can't do without. Add it by the name "          \
      "that the detail gives.")                                                                    \
    X(WRONG_TYPE, 422, "wrong-type", "Wrong type",                                                 \
      "A value has another type than is wanted there: text, true, null or an object where "        \
      "a number belongs, say. Numbers stand without quotes: 2, not \"2\".")                        \
    X(BAD_VALUE, 422, "bad-value", "Bad value",                                                    \
      "A value has the right type, but is not one that this member can take. The detail "          \
      "says which values it takes.")                                                               \
    X(RAGGED_ROWS, 422, "ragged-rows", "Rows of different lengths",                                \
      "A matrix is a rectangle: every row has as many entries as the first one. One row "          \
      "has too many or too few; write a 0 where an entry is zero rather than leaving it "          \
      "out.")                                                                                      \
    X(EMPTY_MATRIX, 422, "empty-matrix", "Empty matrix",                                           \
      "A matrix has at least one row and one column. This one has no entries, so there is "        \
      "nothing to compute with.")                                                                  \
    X(DATA_DOES_NOT_FIT, 422, "data-does-not-fit", "Data does not fit the shape",                  \
      "A shape of m rows and n columns needs m x n entries, and the data has more or fewer: "      \
      "mend the shape, or the data.")                                                              \
    X(OUT_OF_RANGE, 422, "out-of-range", "Number out of range",                                    \
      "A number can't be held as it is, or can't be told. Doubles reach to about 1.8e308, and "    \
      "hold every whole number only up to 2^53; JSON and text have no word for NaN and "           \
      "infinity, which a .npy file may bring. The detail says which it is: a larger unit, "        \
      "rounding or another form of the answer helps.")                                             \
    X(OVERFLOW, 422, "overflow", "Result overflows",                                               \
      "The operands are fine, but an entry of the result is larger than a double can "             \
      "hold, about 1.8e308. Write the operands in a larger unit, and scale the result up "         \
      "again.")                                                                                    \
    X(SHAPE_MISMATCH, 422, "shape-mismatch", "Shapes do not match",                                \
      "An m x k matrix times a k x n matrix is m x n: the inner numbers must be equal, "           \
      "since each entry of the result takes a row of the first and a column of the "               \
      "second, multiplies them element by element and adds up. Matrices that are added, or "       \
      "combined entry by entry in another way, must have the same shape. `suggestions` lists "     \
      "every swap or transposition that makes the shapes fit.")                                    \
    X(NOT_SQUARE, 422, "not-square", "Not square",                                                 \
      "The operation needs a square matrix, one with as many rows as columns: only such a "        \
      "matrix turns n numbers into n numbers again, so that it can be applied to its own "         \
      "result, be undone, or leave a direction as it is. The detail says what there is for "       \
      "other shapes.")                                                                             \
    X(NOT_SYMMETRIC, 422, "not-symmetric", "Not symmetric",                                        \
      "The operation needs a symmetric matrix: each entry equals its mirror image across the "     \
      "main diagonal, so that the matrix is its own transpose. The detail names the first "        \
      "pair that differs. Where only rounding keeps them apart, send half the sum of the "         \
      "matrix and its transpose.")                                                                 \
    X(NOT_POSITIVE_DEFINITE, 422, "not-positive-definite", "Not positive definite",                \
      "The operation needs a positive definite matrix: x^T a x is positive for every vector "      \
      "x but zero. That is so where all leading minors are positive, the determinants of the "     \
      "first k rows and columns; `minor` is the first k for which it is not. The detail says "     \
      "what to use instead.")                                                                      \
    X(NO_CONVERGENCE, 422, "no-convergence", "No convergence",                                     \
      "Eigenvalues and singular values are found by iteration, which comes to an end within a "    \
      "few steps for nearly every matrix. For this one it did not. Multiply the matrix by "        \
      "some number, or change its entries by as little as they are uncertain, and send it "        \
      "again.")                                                                                    \
    X(SINGULAR, 422, "singular", "Singular matrix",                                                \
      "A matrix is singular if one of its columns is a combination of the others, and then one "   \
      "of its rows is, too: it turns some vector other than zero into zero, and nothing can "      \
      "undo that. So it has no inverse, and equations with it have no solution, or many. `pivot` " \
      "is the first column that depends on those before it, where elimination finds nothing but "  \
      "zeros. The detail says what there is instead.")                                             \
    X(TOO_LARGE, 422, "too-large", "Too large",                                                    \
      "The result would have more entries, or take more multiplications, than the server "         \
      "allows one request, or a member that is no matrix has too long a text; `limit` says "       \
      "how much is taken. What shapes alone decide is told before anything is computed: cut "      \
      "the matrices into blocks, or have the limit raised.")                                       \
    X(FORBIDDEN, 403, "forbidden", "Forbidden",                                                    \
      "The server does not answer under the name in the Host header. It listens on this "          \
      "machine only, and a name it does not know may belong to a web page that reaches "           \
      "for it (DNS rebinding): use localhost or 127.0.0.1, or start it with "                      \
      "--allowed-host.")                                                                           \
    X(OVERLOADED, 503, "overloaded", "Overloaded",                                                 \
      "The server is sound, but has no memory or no connection to spare at the moment, or "        \
      "is about to stop. Send the same request again after the seconds that Retry-After "          \
      "gives.")                                                                                    \
    X(INTERNAL_ERROR, 500, "internal-error", "Internal error",                                     \
      "The server failed at something it should be able to do. That is a defect of "               \
      "rowcol, not of the request: please report it, with the `instance` of this answer, "         \
      "by which the log knows it.")
enum problem_kind {
    PROBLEM_NONE,
#define PROBLEM_ENUM(name, status, slug, title, sentence) PROBLEM_##name,
    PROBLEMS(PROBLEM_ENUM)
#undef PROBLEM_ENUM
    PROBLEM_KINDS
};
/* clang-format on */

/* What the list says of one kind. */
struct problem_fact {
    int status;
    const char *slug;
    const char *title;
    const char *sentence;
};

#define PROBLEM_DETAIL_ROOM 640
#define PLACE_POINTER_ROOM 320

/* Where something stands in the text of a body: line from 1, column in bytes from 1. */
struct spot {
    size_t line;
    size_t column;
};

/* A spot and what stands there. */
struct place {
    size_t line;                      /* from 1; 0: there is no place */
    size_t column;                    /* in bytes, from 1 */
    char pointer[PLACE_POINTER_ROOM]; /* RFC 6901; "" is the whole document */
};

struct problem {
    enum problem_kind kind;
    bool settled; /* it was told of an earlier text, whose places can't be compared with new ones */
    struct place place;
    json_t *members; /* its own, in the order they were added; NULL: none */
    char detail[PROBLEM_DETAIL_ROOM];
};

/* The facts of a kind other than PROBLEM_NONE. */
const struct problem_fact *problem_fact(enum problem_kind kind);

/* The kind with this slug; PROBLEM_NONE if there is none. */
enum problem_kind problem_by_slug(const char *slug);

/* Says what is wrong, unless something already is: the first problem stays. A detail too long is
 * cut between two characters of UTF-8, and bytes that are no UTF-8 become question marks, so that
 * text of a client's can be quoted as it came. The format is printf's.
 *
 * Returns whether this is the one that stays. */
bool problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Sets the problem of a small allocation that failed. Returns false, for the caller to return. */
bool problem_no_memory(struct problem *problem);

/* Says the same in other words: only the detail changes. The format is printf's. */
void problem_detail(struct problem *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a member of the problem's own; takes over the reference. Of two with one name the later
 * counts. NULL as a value (no memory) or a failure leaves the member out. */
void problem_add_new(struct problem *problem, const char *name, json_t *value);

/* Forgets the problem and frees its members. Does nothing on {0}. */
void problem_clear(struct problem *problem);

/* The document, compact, with its newline: type, title, status, detail, instance, then its members,
 * then position where there is a place.
 *
 * problem  one that problem_set has set.
 * uuid     36 characters for `instance`.
 * length   receives the length.
 *
 * Returns the text, to be freed with free(); NULL where there is no memory (the caller then sends a
 * fixed one). */
char *problem_document(const struct problem *problem, const char *uuid, size_t *length);

#endif
