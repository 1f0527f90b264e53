/* Number text, both ways, exact: reading is correctly rounded for text of any length, writing is
 * the shortest text that reads back to the same double (or float). Nothing here depends on the
 * locale, allocates, or keeps state between calls: every function may run in any thread. The
 * processor must round to nearest, as it does unless a program says otherwise. */
#ifndef ROWCOL_NUMBER_H
#define ROWCOL_NUMBER_H

#include <stddef.h>

#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The longest text that rowcol_number_write makes ("-0.0000012345678901234567"). */
#define ROWCOL_NUMBER_LONGEST 25

/* The room that rowcol_number_write wants: wide stores may touch bytes past the text. */
#define ROWCOL_NUMBER_ROOM 48

/* Reads one number by the grammar of RFC 8259, section 6, at *text, not looking at or past `end`.
 *
 * text   in: the first byte of the number (a minus or a digit). Out, on ROWCOL_OK and
 *        ROWCOL_OUT_OF_RANGE: the first byte after the longest number that stands there (which is
 *        `end` where the text may go on: whoever reads in parts then uses rowcol_number_feed). On
 *        ROWCOL_NOT_A_NUMBER: the first byte that no number can have there, or `end`.
 * end    one past the last byte that may be read.
 * value  receives the nearest double, ties to even, of exactly the number in the text, however
 *        long; subnormals and zeros included, with their sign. Untouched unless ROWCOL_OK.
 *
 * Returns ROWCOL_OK; ROWCOL_NOT_A_NUMBER; ROWCOL_OUT_OF_RANGE where the number rounds to
 * infinity. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_number_read(const char **text, const char *end,
                                                           double *value);

/* A number that arrives in parts, cut at any byte. Its size does not grow with the text: digits
 * that can't change the result are only counted. Members are private. */
typedef struct rowcol_number_parts {
    int _state;
    int _negative;
    int _exponent_negative;
    int _inexact;        /* a digit other than zero was left out */
    size_t _count;       /* significant digits kept */
    long long _scale;    /* power of ten of the last of them, but for the written exponent */
    long long _exponent; /* the written exponent, saturating */
    char _digits[800];
} rowcol_number_parts;

/* Starts a number. */
ROWCOL_API void rowcol_number_begin(rowcol_number_parts *number);

/* Takes the bytes at *text up to `end` as far as they belong to the number.
 *
 * text   out: the first byte that is not taken; `end` if the number may go on in the next part.
 *
 * Returns ROWCOL_OK while the text so far begins a number (also when the number has ended before
 * `end`); ROWCOL_NOT_A_NUMBER with *text at the first byte that can't stand there. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_number_feed(rowcol_number_parts *number,
                                                           const char **text, const char *end);

/* Ends the number and gives its value, rounded as rowcol_number_read does.
 *
 * Returns ROWCOL_OK; ROWCOL_NOT_A_NUMBER if the text was cut in the middle ("-", "1.", "1e");
 * ROWCOL_OUT_OF_RANGE. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_number_end(const rowcol_number_parts *number,
                                                          double *value);

/* Writes a finite double as the shortest decimal text that rowcol_number_read reads back to the
 * same double (of several shortest the nearest, of two nearest the one whose last digit is even),
 * laid out as ECMAScript's Number::toString does: no fraction on whole numbers, no exponent from
 * 1e-6 up to below 1e21. Negative zero is "-0".
 *
 * value  finite; infinities and NaN have no text in JSON and give length 0.
 * text   room for ROWCOL_NUMBER_ROOM bytes; not terminated.
 *
 * Returns the length of the text, at most ROWCOL_NUMBER_LONGEST. */
ROWCOL_API size_t rowcol_number_write(double value, char text[ROWCOL_NUMBER_ROOM]);

/* Writes the float (IEEE 754's binary32) nearest to `value`, as the shortest text that a reader of
 * floats reads back to it; which of several, and the layout, as above.
 *
 * value  where it, or the float nearest to it, is not finite, the length is 0.
 *
 * Returns the length of the text, at most ROWCOL_NUMBER_LONGEST. */
ROWCOL_API size_t rowcol_number_write_single(double value, char text[ROWCOL_NUMBER_ROOM]);

/* Rows: what the functions for one number do, for many of them at once and several times as
 * fast. They use what the processor has, which is looked at when a program starts. */

/* Reads numbers as long as there is a comma directly behind each; one space may follow the comma.
 *
 * text    in: the first byte of a number. Out: the byte behind the last comma, and its space, that
 *         was read; as it was if there is none.
 * end     one past the last byte that may be read.
 * values  receives the numbers, as rowcol_number_read reads them. All `room` of them may be
 *         written to.
 *
 * Returns how many numbers it has read: as many as there are commas. It stops without a verdict
 * before a number that is not so, that is faulty, out of range or of unusual length, or that
 * stands in the last 128 bytes: whoever goes on there with rowcol_number_read gets it. */
ROWCOL_API size_t rowcol_numbers_read(const char **text, const char *end, double *values,
                                      size_t room);

/* The room that rowcol_numbers_write wants for `count` numbers. */
#define ROWCOL_NUMBERS_ROOM(count) ((count) * (ROWCOL_NUMBER_LONGEST + 1) + ROWCOL_NUMBER_ROOM)

/* Writes numbers, each as rowcol_number_write does, and a comma behind each.
 *
 * text   room for ROWCOL_NUMBERS_ROOM(count) bytes; not terminated.
 *
 * Returns the length of the text, the last comma included. */
ROWCOL_API size_t rowcol_numbers_write(const double *values, size_t count, char *text);

/* The same, each number as rowcol_number_write_single writes it. One by one: it is for answers that
 * are asked for in float32. */
ROWCOL_API size_t rowcol_numbers_write_single(const double *values, size_t count, char *text);

#ifdef __cplusplus
}
#endif
#endif
