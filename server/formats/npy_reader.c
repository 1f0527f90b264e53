/* application/x-npy: an array as numpy.save writes it. Its elements become entries as they arrive,
 * in whatever parts: of "<f8" they are only copied. What comes column after column is kept so, as
 * the transpose, and turned once at its end. */
#include "formats/npy_reader.h"

#include <rowcol/transpose.h>
#include <string.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/storage.h"

static void npy_begin(void *memory, const struct reading *reading)
{
    struct npy_reader *reader = memory;

    *reader = (struct npy_reader){
        .fields = reading->fields,
        .operand = reading->operand,
        .problem = reading->problem,
        .wanted = npy_start_length(1, 0),
    };
    buffer_begin(&reader->head, NPY_START_LONGEST + LIMIT_NPY_HEADER);
    operand_begin(&reader->operand, (struct spot){.line = 0}, reader->problem);
}

/* --- The head --------------------------------------------------------------------------------- */

static size_t start_length(const struct npy_reader *reader)
{
    const char *version = reader->head.bytes + NPY_MAGIC_LENGTH;

    return npy_start_length((unsigned char)version[0], (unsigned char)version[1]);
}

/* As much of the start has come as every version has. */
static bool take_start(struct npy_reader *reader)
{
    const char *start = reader->head.bytes;
    size_t length;

    if (memcmp(start, NPY_MAGIC, NPY_MAGIC_LENGTH) != 0 || start_length(reader) == 0)
        return npy_fault_start(reader);
    if (reader->head.length < start_length(reader)) {
        reader->wanted = start_length(reader);
        return true;
    }
    length = npy_header_length((const unsigned char *)start, reader->head.length);
    if (length > LIMIT_NPY_HEADER)
        return npy_fault_header(reader, "is longer than the 10,000 bytes that numpy.load reads");
    reader->wanted = start_length(reader) + length;
    reader->at = NPY_HEADER;
    return true;
}

/* The shape of a vector or a matrix, as it is to be; false where it has other dimensions, or too
 * many entries to be counted. */
static bool shape_of(const struct npy_reader *reader, rowcol_shape *shape)
{
    const struct npy_header *header = &reader->header;
    bool column = reader->operand.field->column;

    if (header->dimensions == 1)
        *shape = (rowcol_shape){column ? header->lengths[0] : 1, column ? 1 : header->lengths[0]};
    else
        *shape = (rowcol_shape){header->lengths[0], header->lengths[1]};
    return header->dimensions == 1 || header->dimensions == 2;
}

/* Judges by the header alone whether the matrix can be taken. Returns false where it never will
 * have room: that is certain then. */
static bool judge(struct npy_reader *reader)
{
    reader->type = npy_type_find(reader->header.type.text, reader->header.type.length);
    if (!reader->type) {
        npy_fault_type(reader);
    } else if (!shape_of(reader, &reader->shape)) {
        npy_fault_dimensions(reader);
    } else if (reader->shape.rows == 0 || reader->shape.columns == 0) {
        npy_fault_empty(reader);
    } else {
        if (rowcol_shape_entries(reader->shape, &reader->entries) != ROWCOL_OK)
            reader->entries = SIZE_MAX;
        return storage_may_hold(reader->fields, reader->entries, reader->problem);
    }
    return true;
}

static bool take_header(struct npy_reader *reader)
{
    size_t start = start_length(reader);
    const char *fault = npy_header_read(reader->head.bytes + start, reader->head.length - start,
                                        reader->head.bytes[NPY_MAGIC_LENGTH] == 3, &reader->header);

    if (fault)
        return npy_fault_header(reader, fault);
    if (reader->problem->kind == PROBLEM_NONE && !judge(reader))
        return false;
    reader->operand.value->vector = reader->header.dimensions == 1;
    if (reader->header.fortran_order)
        reader->shape = rowcol_shape_transposed(reader->shape);
    reader->at = reader->problem->kind == PROBLEM_NONE ? NPY_ENTRIES : NPY_PASSED_OVER;
    return true;
}

static bool no_memory(struct npy_reader *reader)
{
    budget_refuse(reader->problem, fields_held(reader->fields), LIMIT_NPY_HEADER);
    return false;
}

/* Takes what there is of the head. Returns false once it is certain what will be answered. */
static bool take_head(struct npy_reader *reader, const char **bytes, size_t *count)
{
    size_t missing = reader->wanted - reader->head.length;
    size_t here = *count < missing ? *count : missing;

    if (!buffer_add(&reader->head, *bytes, here))
        return no_memory(reader);
    *bytes += here;
    *count -= here;
    if (here < missing)
        return true;
    return reader->at == NPY_START ? take_start(reader) : take_header(reader);
}

/* --- The entries ------------------------------------------------------------------------------ */

/* Looks for what is to be told of numbers that have just been stored. */
static void note(struct npy_reader *reader, const unsigned char *elements, const double *entries,
                 size_t count)
{
    struct field_value *value = reader->operand.value;
    struct npy_whole number;
    size_t first;

    if (reader->type->kind == 'f') {
        value->not_finite |= rowcol_first_not_finite(entries, count) < count;
        return;
    }
    if (value->rounded.entry > 0)
        return;
    first = npy_first_inexact(reader->type, elements, count, &number);
    if (first < count)
        value->rounded = (struct rounded){.entry = reader->stored + first + 1,
                                          .negative = number.negative,
                                          .magnitude = number.magnitude};
}

/* Stores whole elements. Returns false where there is no memory. */
static bool store(struct npy_reader *reader, const unsigned char *elements, size_t count)
{
    rowcol_matrix *matrix = &reader->operand.value->matrix;

    while (count > 0) {
        size_t room = matrix->capacity - reader->stored;
        size_t here = count < room ? count : room;
        double *entries;

        if (room == 0) {
            if (!storage_grow(reader->fields, matrix, reader->entries, reader->problem))
                return false;
            continue;
        }
        entries = matrix->entries + reader->stored;
        reader->type->convert(elements, here, entries);
        note(reader, elements, entries, here);
        reader->stored += here;
        elements += here * reader->type->size;
        count -= here;
    }
    return true;
}

/* Goes on with an element of which some bytes came in the part before. */
static bool complete_cut(struct npy_reader *reader, const unsigned char **bytes, size_t *count)
{
    size_t missing = reader->type->size - reader->cut_length;
    size_t here = *count < missing ? *count : missing;

    memcpy(reader->cut + reader->cut_length, *bytes, here);
    reader->cut_length += here;
    *bytes += here;
    *count -= here;
    if (here < missing)
        return true;
    reader->cut_length = 0;
    return store(reader, reader->cut, 1);
}

/* Makes the matrix of its transpose. */
static bool turn(struct npy_reader *reader)
{
    rowcol_matrix *matrix = &reader->operand.value->matrix;
    rowcol_matrix turned = {.capacity = 0};
    rowcol_shape shape = rowcol_shape_transposed(reader->shape);

    if (shape.rows == 1 || shape.columns == 1)
        return true;
    if (rowcol_matrix_create(&turned, shape) != ROWCOL_OK) {
        budget_refuse(reader->problem, fields_held(reader->fields),
                      reader->entries * sizeof(double));
        return false;
    }
    matrix->shape = reader->shape;
    rowcol_transpose(matrix, turned.entries);
    rowcol_matrix_release(matrix);
    *matrix = turned;
    return true;
}

/* The rest of an element that is to come whole with the next part. */
static void keep_cut(struct npy_reader *reader, const unsigned char *bytes, size_t count)
{
    memcpy(reader->cut, bytes, count);
    reader->cut_length = count;
}

static bool take_entries(struct npy_reader *reader, const unsigned char *bytes, size_t count)
{
    size_t size = reader->type->size;
    size_t whole;

    reader->bytes += count;
    if (reader->stored == reader->entries)
        return true;
    if (reader->cut_length > 0 && !complete_cut(reader, &bytes, &count))
        return false;
    whole = count / size;
    if (whole > reader->entries - reader->stored)
        whole = reader->entries - reader->stored;
    if (!store(reader, bytes, whole))
        return false;
    if (reader->stored == reader->entries)
        return !reader->header.fortran_order || turn(reader);
    if (count > 0)
        keep_cut(reader, bytes + whole * size, count - whole * size);
    return true;
}

static bool take_part(struct npy_reader *reader, const char *bytes, size_t count)
{
    while (count > 0 && reader->at < NPY_ENTRIES) {
        if (!take_head(reader, &bytes, &count))
            return false;
    }
    if (reader->at == NPY_PASSED_OVER || count == 0)
        return true;
    return take_entries(reader, (const unsigned char *)bytes, count);
}

static bool npy_feed(void *memory, const char *bytes, size_t count)
{
    struct npy_reader *reader = memory;

    if (take_part(reader, bytes, count))
        return true;
    reader->at = NPY_PASSED_OVER;
    return false;
}

/* --- The end ---------------------------------------------------------------------------------- */

/* Columns have become rows: so has the place of the first number that was rounded. */
static void finish_turned(struct npy_reader *reader)
{
    struct field_value *value = reader->operand.value;
    rowcol_shape shape = rowcol_shape_transposed(reader->shape);
    size_t at = value->rounded.entry - 1;

    value->matrix.shape = shape;
    if (value->rounded.entry > 0)
        value->rounded.entry = at % shape.rows * shape.columns + at / shape.rows + 1;
}

static bool npy_end(void *memory)
{
    struct npy_reader *reader = memory;

    if (reader->at < NPY_ENTRIES)
        return npy_fault_cut(reader);
    if (reader->at == NPY_PASSED_OVER)
        return false;
    if (reader->bytes != (uint64_t)reader->entries * reader->type->size) {
        npy_fault_misfit(reader);
        return false;
    }
    reader->operand.value->matrix.shape = reader->shape;
    if (reader->header.fortran_order)
        finish_turned(reader);
    return true;
}

static void npy_release(void *memory)
{
    struct npy_reader *reader = memory;

    buffer_free(&reader->head);
}

const struct reader_format npy_reader = {
    .media_type = "application/x-npy",
    .suffix = ".npy",
    .part = true,
    .size = sizeof(struct npy_reader),
    .begin = npy_begin,
    .feed = npy_feed,
    .end = npy_end,
    .release = npy_release,
};
