/* The CSV reader against a model that splits the whole text into cells first and asks strtod: both
 * take the same texts and get the same matrices; and it comes to the same, fault and place
 * included, however a text is cut. The first byte chooses the parameters of the Content-Type. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "formats/csv_rows.h"
#include "outcome.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct setting {
    const char *parameters;
    char delimiter; /* 0: to be found */
    enum csv_header header;
} settings[] = {
    {"", 0, CSV_HEADER_ANY},
    {"; header=present", 0, CSV_HEADER_PRESENT},
    {"; header=absent", 0, CSV_HEADER_ABSENT},
    {"; delimiter=\";\"; header=absent", ';', CSV_HEADER_ABSENT},
    {"; delimiter=tab", '\t', CSV_HEADER_ANY},
    {"; delimiter=comma", ',', CSV_HEADER_ANY},
};

#define SETTINGS (sizeof settings / sizeof settings[0])

static void check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* --- The model -------------------------------------------------------------------------------- */

struct model_cell {
    size_t row;
    char *text; /* terminated; a NUL in it is a '?' */
    bool quoted;
};

struct model {
    const struct setting *setting;
    char delimiter;
    struct model_cell *cells;
    size_t count;
    bool broken; /* its quotes are */

    /* What comes of it. */
    bool good;
    size_t rows, columns;
    double *entries;
};

static bool ends_line(char byte)
{
    return byte == '\n' || byte == '\r';
}

static char model_delimiter(const char *text, size_t size)
{
    bool open = false, semicolon = false, comma = false, tab = false;
    size_t look = size < CSV_FIRST_LINE ? size : CSV_FIRST_LINE;

    for (size_t i = 0; i < look && (open || !ends_line(text[i])); i++) {
        open ^= text[i] == '"';
        semicolon |= !open && text[i] == ';';
        comma |= !open && text[i] == ',';
        tab |= !open && text[i] == '\t';
    }
    return semicolon ? ';' : comma || !tab ? ',' : '\t';
}

/* Takes one cell. Returns where it ends: at a delimiter, at the end of a line or of the text. */
static size_t model_cell(struct model *model, const char *text, size_t size, size_t at, size_t row)
{
    struct model_cell *cell = &model->cells[model->count++];
    size_t length = 0;

    *cell = (struct model_cell){row, calloc(size - at + 2, 1), false};
    while (at < size && (text[at] == ' ' || text[at] == '\t') && text[at] != model->delimiter)
        at++;
    cell->quoted = at < size && text[at] == '"';
    if (!cell->quoted) {
        for (; at < size && text[at] != model->delimiter && !ends_line(text[at]); at++)
            cell->text[length++] = text[at] == '\0' ? '?' : text[at];
        return at;
    }
    for (at++; at < size && (text[at] != '"' || (at + 1 < size && text[at + 1] == '"')); at++) {
        at += text[at] == '"';
        cell->text[length++] = text[at] == '\0' ? '?' : text[at];
    }
    model->broken |= at == size;
    at += at < size;
    while (at < size && (text[at] == ' ' || text[at] == '\t') && text[at] != model->delimiter)
        at++;
    model->broken |= at < size && text[at] != model->delimiter && !ends_line(text[at]);
    return at;
}

static void split(struct model *model, const char *text, size_t size)
{
    size_t at = 0, row = 0;

    while (at < size && !model->broken) {
        at = model_cell(model, text, size, at, row);
        if (model->broken)
            return;
        if (at < size && text[at] == model->delimiter) {
            if (++at == size || ends_line(text[at]))
                at = model_cell(model, text, size, at, row);
            else
                continue;
        }
        at += at + 1 < size && text[at] == '\r' && text[at + 1] == '\n';
        at++;
        row++;
    }
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Cuts blanks off, and puts a point for a decimal comma. Returns the mark, or 0. */
static char tidy(char *text, bool commas)
{
    size_t length;
    char mark = 0;

    memmove(text, text + strspn(text, " \t"), strlen(text + strspn(text, " \t")) + 1);
    for (length = strlen(text); length > 0 && strchr(" \t", text[length - 1]); length--)
        text[length - 1] = '\0';
    for (char *p = text; *p != '\0' && mark == 0; p++)
        if (*p == '.' || (*p == ',' && commas)) {
            mark = *p;
            *p = '.';
        }
    return mark;
}

static bool is_number(const char *text)
{
    size_t digits = 0;

    text += *text == '+' || *text == '-';
    for (; is_digit(*text); text++)
        digits++;
    if (*text == '.')
        for (text++; is_digit(*text); text++)
            digits++;
    if (digits > 0 && (*text == 'e' || *text == 'E')) {
        text++;
        text += *text == '+' || *text == '-';
        if (!is_digit(*text))
            return false;
        while (is_digit(*text))
            text++;
    }
    return digits > 0 && *text == '\0';
}

static bool is_blank_row(const struct model *model, size_t first, size_t count)
{
    const struct model_cell *cell = &model->cells[first];

    return count == 1 && !cell->quoted && strspn(cell->text, " \t") == strlen(cell->text);
}

static bool is_word_for_number(const char *text)
{
    text += *text == '+' || *text == '-';
    return strcasecmp(text, "nan") == 0 || strcasecmp(text, "inf") == 0 ||
           strcasecmp(text, "infinity") == 0;
}

/* A row of the matrix, or the header: returns whether it may stand there. */
static bool take_row(struct model *model, size_t first, size_t count, bool is_first, char *seen)
{
    size_t numbers = 0, words = 0, wrong = 0;

    for (size_t i = first; i < first + count; i++) {
        char *text = model->cells[i].text;
        char mark = tidy(text, model->delimiter == ';');
        bool number = is_number(text);
        double value = number ? strtod(text, NULL) : 0;
        bool other = model->delimiter == ';' && mark != 0 && *seen != 0 && mark != *seen;

        numbers += number || is_word_for_number(text);
        words += !number && *text != '\0';
        wrong += !number || other || isinf(value);
        if (number && !isinf(value) && mark != 0 && *seen == 0)
            *seen = mark;
        model->entries[model->rows * model->columns + i - first] = value;
    }
    if (is_first && model->setting->header != CSV_HEADER_ABSENT &&
        (model->setting->header == CSV_HEADER_PRESENT || (numbers == 0 && words > 0)))
        return true;
    model->rows++;
    return wrong == 0 && count == model->columns;
}

static bool take_rows(struct model *model)
{
    bool blank = false, is_first = true;
    char seen = 0;

    for (size_t first = 0, next; first < model->count; first = next) {
        for (next = first;
             next < model->count && model->cells[next].row == model->cells[first].row;)
            next++;
        if (is_blank_row(model, first, next - first)) {
            blank = true;
            continue;
        }
        if (is_first)
            model->columns = next - first;
        if (blank || next - first > model->columns ||
            !take_row(model, first, next - first, is_first, &seen))
            return false;
        if (is_first && model->rows == 0)
            seen = 0;
        is_first = false;
    }
    return model->rows > 0;
}

static void model_read(struct model *model, const struct setting *setting, const char *text,
                       size_t size)
{
    size_t mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    *model = (struct model){.setting = setting};
    model->cells = calloc(2 * size + 2, sizeof *model->cells);
    model->entries = calloc(2 * size + 2, sizeof *model->entries);
    model->delimiter = setting->delimiter;
    if (model->delimiter == 0)
        model->delimiter = model_delimiter(text + mark, size - mark);
    split(model, text + mark, size - mark);
    model->good = !model->broken && take_rows(model);
}

static void model_release(struct model *model)
{
    for (size_t i = 0; i < model->count; i++)
        free(model->cells[i].text);
    free(model->cells);
    free(model->entries);
}

/* --- The reader ------------------------------------------------------------------------------- */

static bool is_utf_16(const char *text, size_t size)
{
    return size >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0);
}

static void check_against_model(const struct outcome *whole, const struct setting *setting,
                                const char *text, size_t size)
{
    const rowcol_matrix *matrix = &whole->fields.values[0].matrix;
    struct model model;

    model_read(&model, setting, text, size);
    check(whole->good == model.good, "the model differs in what it takes");
    if (whole->good) {
        check(matrix->shape.rows == model.rows && matrix->shape.columns == model.columns,
              "the model has another shape");
        check(memcmp(matrix->entries, model.entries, model.rows * model.columns * sizeof(double)) ==
                  0,
              "the model has other entries");
    } else {
        check((whole->problem.kind == PROBLEM_MALFORMED_BODY) == model.broken,
              "the model differs in what is broken");
    }
    model_release(&model);
}

static void check_cut(const struct outcome *whole, const struct setting *setting, const char *text,
                      size_t size, size_t first, size_t part)
{
    struct outcome cut;
    char *expected = outcome_words(whole);
    char *words;

    outcome_begin(&cut, &csv_reader, setting->parameters, text, size, first, part);
    words = outcome_words(&cut);
    check(words != NULL && expected != NULL && strcmp(words, expected) == 0,
          "it matters where the text is cut");
    free(words);
    free(expected);
    outcome_end(&cut);
}

/* FNV-1a: where to cut, different for every input and the same in every run. */
static size_t hash(const char *text, size_t size)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < size; i++)
        sum = (sum ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    return (size_t)(sum ^ sum >> 32);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct setting *setting = &settings[size > 0 ? (data[0] - '0') % SETTINGS : 0];
    const char *text = (const char *)data + (size > 0);
    size_t length = size > 0 ? size - 1 : 0;
    size_t sum = hash(text, length);
    struct outcome whole;

    outcome_begin(&whole, &csv_reader, setting->parameters, text, length, length, 1);
    check(whole.good == (whole.problem.kind == PROBLEM_NONE), "a fault without a problem");
    check_cut(&whole, setting, text, length, sum % (length + 1), length);
    check_cut(&whole, setting, text, length, sum % 7 + 1, sum / 7 % 13 + 1);
    if (!is_utf_16(text, length))
        check_against_model(&whole, setting, text, length);
    outcome_end(&whole);
    return 0;
}
