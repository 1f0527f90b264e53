/* What is said of .npy files that can't be read, or hold no matrix. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "formats/npy_reader.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A type or a shape that is quoted: enough to know it again. */
#define QUOTED_MOST 80

static const char *words(const struct npy_reader *reader, char room[OPERAND_WORDS])
{
    return operand_words(&reader->operand, room);
}

/* As much of a piece of the header as a sentence can hold. */
static int quoted(struct npy_span span)
{
    return span.length < QUOTED_MOST ? (int)span.length : QUOTED_MOST;
}

static const char *ellipsis(struct npy_span span)
{
    return span.length > QUOTED_MOST ? "..." : "";
}

/* --- Malformed bodies, which win over faults of meaning that were found before ---------------- */

/* A binary file has no lines. */
static const struct place nowhere;

#define MALFORMED(reader, ...) malformed_body((reader)->problem, &nowhere, __VA_ARGS__)

/* What a file may be that is no .npy file, by how it begins. */
static const char *likeness(const struct buffer *head)
{
    static const struct {
        const char *start;
        const char *words;
    } others[] = {
        {"PK", " It begins as a .npz file does: send each array in it by itself, as numpy.save "
               "writes it."},
        {"{", " It looks like JSON: send that as application/json."},
        {"[", " It looks like JSON: send that as application/json."},
        {"\x1f\x8b", " It is compressed by gzip: say so in Content-Encoding."},
    };

    for (size_t i = 0; i < COUNT(others); i++) {
        size_t length = strlen(others[i].start);

        if (head->length >= length && memcmp(head->bytes, others[i].start, length) == 0)
            return others[i].words;
    }
    return " numpy.save writes such files.";
}

static bool begins_right(const struct buffer *head)
{
    size_t known = head->length < NPY_MAGIC_LENGTH ? head->length : NPY_MAGIC_LENGTH;

    return memcmp(head->bytes, NPY_MAGIC, known) == 0;
}

bool npy_fault_start(struct npy_reader *reader)
{
    const struct buffer *head = &reader->head;
    char room[OPERAND_WORDS];

    if (!begins_right(head))
        return MALFORMED(reader,
                         "%s is no .npy file: such a file begins with the byte 93 (hexadecimal) "
                         "and the letters NUMPY.%s",
                         words(reader, room), likeness(head));
    return MALFORMED(reader,
                     "%s is a .npy file of version %d.%d. Versions 1.0, 2.0 and 3.0 are read, and "
                     "numpy.save writes no other.",
                     words(reader, room), (unsigned char)head->bytes[NPY_MAGIC_LENGTH],
                     (unsigned char)head->bytes[NPY_MAGIC_LENGTH + 1]);
}

bool npy_fault_header(struct npy_reader *reader, const char *clause)
{
    char room[OPERAND_WORDS];

    return MALFORMED(reader,
                     "%s is a .npy file whose header %s. numpy.save writes headers such as "
                     "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }.",
                     words(reader, room), clause);
}

bool npy_fault_cut(struct npy_reader *reader)
{
    const struct buffer *head = &reader->head;
    char room[OPERAND_WORDS];

    if (head->length == 0)
        return MALFORMED(reader,
                         "%s is empty: a .npy file begins with a header, and then has the "
                         "numbers.",
                         words(reader, room));
    if (!begins_right(head))
        return npy_fault_start(reader);
    return MALFORMED(reader,
                     "%s is cut off: a .npy file's header alone is longer than the %zu byte%s that "
                     "came.",
                     words(reader, room), head->length, head->length == 1 ? "" : "s");
}

/* --- Faults of meaning, of which the first is told -------------------------------------------- */

static void tell(struct npy_reader *reader)
{
    operand_tell(&reader->operand, reader->problem);
}

void npy_fault_type(struct npy_reader *reader)
{
    struct npy_span type = reader->header.type;
    char room[OPERAND_WORDS];

    if (!problem_set(reader->problem, PROBLEM_WRONG_TYPE,
                     "The elements of %s are of numpy's type %.*s%s, which %s. Types that are read "
                     "are float32, float64, int8 to int64, uint8 to uint64 and bool.",
                     words(reader, room), quoted(type), type.text, ellipsis(type),
                     npy_type_advice(type.text, type.length)))
        return;
    tell(reader);
    problem_add_new(reader->problem, "descr", json_stringn(type.text, type.length));
}

void npy_fault_dimensions(struct npy_reader *reader)
{
    const struct npy_header *header = &reader->header;
    char room[OPERAND_WORDS];
    const char *name = words(reader, room);

    if (header->dimensions == 0) {
        if (problem_set(reader->problem, PROBLEM_BAD_VALUE,
                        "%s is a single number, an array of no dimensions: make a 1 x 1 matrix of "
                        "it, a.reshape(1, 1).",
                        name))
            tell(reader);
        return;
    }
    if (problem_set(reader->problem, PROBLEM_BAD_VALUE,
                    "%s is an array of %zu dimensions, %.*s%s: a matrix has two, rows and columns. "
                    "Send one matrix of it, such as a[0], or give it two by a.reshape(m, n).",
                    name, header->dimensions, quoted(header->shape), header->shape.text,
                    ellipsis(header->shape)))
        tell(reader);
}

void npy_fault_empty(struct npy_reader *reader)
{
    struct npy_span shape = reader->header.shape;
    char room[OPERAND_WORDS];

    if (problem_set(reader->problem, PROBLEM_EMPTY_MATRIX,
                    "%s is an array of shape %.*s%s, without entries: a matrix has at least one "
                    "row and one column.",
                    words(reader, room), quoted(shape), shape.text, ellipsis(shape)))
        tell(reader);
}

void npy_fault_misfit(struct npy_reader *reader)
{
    rowcol_shape shape =
        reader->header.fortran_order ? rowcol_shape_transposed(reader->shape) : reader->shape;
    size_t expected = reader->entries * reader->type->size;
    char room[OPERAND_WORDS];

    if (!problem_set(reader->problem, PROBLEM_DATA_DOES_NOT_FIT,
                     "The header of %s says %zu x %zu numbers of %zu byte%s each, which take %zu, "
                     "but %llu byte%s come%s after it: %s",
                     words(reader, room), shape.rows, shape.columns, reader->type->size,
                     reader->type->size == 1 ? "" : "s", expected,
                     (unsigned long long)reader->bytes, reader->bytes == 1 ? "" : "s",
                     reader->bytes == 1 ? "s" : "",
                     reader->bytes < expected ? "the file was cut off on its way."
                                              : "a file holds one array, and nothing behind it."))
        return;
    tell(reader);
    problem_add_new(reader->problem, "shape",
                    json_pack("[I,I]", (json_int_t)shape.rows, (json_int_t)shape.columns));
    problem_add_new(reader->problem, "expected", json_integer((json_int_t)reader->entries));
    problem_add_new(reader->problem, "entries",
                    json_integer((json_int_t)(reader->bytes / reader->type->size)));
}
