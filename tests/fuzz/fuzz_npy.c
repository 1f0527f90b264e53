/* The .npy reader: it comes to the same, fault included, however a file is cut; and what it reads
 * comes back bit by bit from the .npy that it is written as. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "formats/output.h"
#include "outcome.h"

/* What a header may promise is judged by it. */
#define BUDGET ((size_t)64 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void check_cut(const struct outcome *whole, const char *text, size_t size, size_t first,
                      size_t part)
{
    struct outcome cut;
    char *expected = outcome_words(whole);
    char *words;

    outcome_begin(&cut, &npy_reader, "", text, size, first, part);
    words = outcome_words(&cut);
    check(words != NULL && expected != NULL && strcmp(words, expected) == 0,
          "it matters where the file is cut");
    free(words);
    free(expected);
    outcome_end(&cut);
}

static void check_equal(const rowcol_matrix *matrix, const rowcol_matrix *again)
{
    size_t entries = matrix->shape.rows * matrix->shape.columns;

    check(again->shape.rows == matrix->shape.rows && again->shape.columns == matrix->shape.columns,
          "the shape does not come back");
    check(memcmp(again->entries, matrix->entries, entries * sizeof(double)) == 0,
          "the entries do not come back");
}

static void check_return(const rowcol_matrix *matrix)
{
    struct answer answer = {0};
    rowcol_matrix *copy = answer_add_matrix(&answer, "a", matrix->shape);
    struct outcome again;
    size_t length, size;
    char *file;

    check(copy != NULL, "no memory");
    memcpy(copy->entries, matrix->entries,
           matrix->shape.rows * matrix->shape.columns * sizeof(double));
    file = output_text(&answer, &npy_writer, &length, &size);
    check(file != NULL, "no memory");
    outcome_begin(&again, &npy_reader, "", file, length, length, 1);
    check(again.good, "a file of ours is refused");
    check_equal(matrix, &again.fields.values[0].matrix);
    outcome_end(&again);
    budget_free(file, size);
    answer_release(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct outcome whole;

    if (budget_limit() != BUDGET)
        budget_begin(BUDGET);
    outcome_begin(&whole, &npy_reader, "", text, size, size, 1);
    check(whole.good == (whole.problem.kind == PROBLEM_NONE), "a fault without a problem");
    check_cut(&whole, text, size, 0, 1);
    check_cut(&whole, text, size, size / 2, size / 7 + 1);
    if (whole.good)
        check_return(&whole.fields.values[0].matrix);
    outcome_end(&whole);
    return 0;
}
