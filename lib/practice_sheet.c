/* Sheets of exercises. What is drawn here is a promise: a sheet that a teacher has printed must
 * come out of its seed for ever. Nothing in this file may change but its words.
 *
 * Numbers come from splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", 2014): a counter that goes up by the odd number nearest to 2^64 / golden ratio, and
 * is mixed by Stafford's 13th variant of MurmurHash3's finalizer. Exercise e of seed s has a stream
 * of its own, whose counter begins at 256 s + e; stream 0 belongs to the whole sheet.
 *
 * draw(n) is a whole number from 0 to n - 1, each equally likely: the first output that is at least
 * 2^64 mod n, modulo n (what is passed over would make small numbers likelier).
 *
 * An exercise draws, in this order:
 *   1. rows, inner, columns, as its kind does (shapes_of below). What the sheet gives replaces
 *      them.
 *   2. of a sheet of shapes, where there is to be no product: the rows of b, another number
 *      than inner from 1 to 5. Which exercises these are is decided by stream 0: exercise by
 *      exercise, if draw(exercises left) is below those still needed.
 *   3. the entries of a, then of b, row by row: 1 + draw(range) where they are positive, otherwise
 *      draw(2 range) - range, one more if that is not negative.
 * Step 3 is done again while the exercise misleads, but 100 times at most. */
#include <rowcol/practice.h>

#define TRIES 100
#define WITHOUT_PRODUCT 8
#define SHAPES_LARGEST 5

static const char *const kind_names[] = {
#define KIND_NAME(name, word) [ROWCOL_SHEET_##name] = (word),
    ROWCOL_SHEET_KINDS(KIND_NAME)
#undef KIND_NAME
};

#define KINDS (sizeof kind_names / sizeof kind_names[0])

const char *rowcol_sheet_kind_name(rowcol_sheet_kind kind)
{
    return (size_t)kind < KINDS ? kind_names[kind] : "unknown";
}

/* --- Numbers ---------------------------------------------------------------------------------- */

static uint64_t next(uint64_t *stream)
{
    uint64_t mixed = *stream += UINT64_C(0x9e3779b97f4a7c15);

    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

static unsigned draw(uint64_t *stream, unsigned count)
{
    const uint64_t passed_over = -(uint64_t)count % count;
    uint64_t output;

    do
        output = next(stream);
    while (output < passed_over);
    return (unsigned)(output % count);
}

static uint64_t stream_of(const rowcol_sheet *sheet, size_t number)
{
    return 256 * sheet->seed + number;
}

/* --- Shapes ----------------------------------------------------------------------------------- */

/* rows x inner times inner x columns. */
struct shapes {
    size_t rows;
    size_t inner;
    size_t columns;
};

static size_t draw_size(uint64_t *stream, unsigned least, unsigned most)
{
    return least + draw(stream, most - least + 1);
}

static struct shapes draw_shapes(uint64_t *stream, unsigned least, unsigned most)
{
    struct shapes shapes;

    shapes.rows = draw_size(stream, least, most);
    shapes.inner = draw_size(stream, least, most);
    shapes.columns = draw_size(stream, least, most);
    return shapes;
}

static struct shapes mixed_shapes(uint64_t *stream)
{
    struct shapes shapes;

    do
        shapes = draw_shapes(stream, 2, 4);
    while ((shapes.rows >= 3) + (shapes.inner >= 3) + (shapes.columns >= 3) < 2);
    return shapes;
}

/* Rows, inner and columns all the same say nothing of which number goes where. */
static struct shapes shapes_to_tell(uint64_t *stream)
{
    struct shapes shapes;

    do
        shapes = draw_shapes(stream, 1, SHAPES_LARGEST);
    while (shapes.rows == shapes.inner && shapes.inner == shapes.columns);
    return shapes;
}

static struct shapes lesson_shapes(uint64_t *stream, size_t number)
{
    if (number <= 5)
        return (struct shapes){2, 2, 1};
    if (number <= 10)
        return (struct shapes){2, 2, 2};
    return mixed_shapes(stream);
}

static size_t size_of_square(const rowcol_sheet *sheet)
{
    if (sheet->rows > 0)
        return sheet->rows;
    return sheet->inner > 0 ? sheet->inner : sheet->columns;
}

static struct shapes square_shapes(const rowcol_sheet *sheet, uint64_t *stream)
{
    size_t size = draw_size(stream, 2, 4);

    if (size_of_square(sheet) > 0)
        size = size_of_square(sheet);
    return (struct shapes){size, size, size};
}

static struct shapes kind_shapes(const rowcol_sheet *sheet, size_t number, uint64_t *stream)
{
    struct shapes shapes = {.columns = 1};

    switch (sheet->kind) {
    case ROWCOL_SHEET_VECTOR:
        shapes.rows = draw_size(stream, 2, 4);
        shapes.inner = draw_size(stream, 2, 4);
        return shapes;
    case ROWCOL_SHEET_SQUARE:
        return square_shapes(sheet, stream);
    case ROWCOL_SHEET_MIXED:
        return mixed_shapes(stream);
    case ROWCOL_SHEET_SHAPES:
        return shapes_to_tell(stream);
    default:
        return lesson_shapes(stream, number);
    }
}

static struct shapes shapes_of(const rowcol_sheet *sheet, size_t number, uint64_t *stream)
{
    struct shapes shapes = kind_shapes(sheet, number, stream);

    if (sheet->rows > 0)
        shapes.rows = sheet->rows;
    if (sheet->inner > 0)
        shapes.inner = sheet->inner;
    if (sheet->columns > 0)
        shapes.columns = sheet->columns;
    return shapes;
}

/* Knuth, The Art of Computer Programming, 3.4.2, algorithm S. */
static bool has_product(const rowcol_sheet *sheet, size_t number)
{
    uint64_t stream = stream_of(sheet, 0);
    unsigned needed = WITHOUT_PRODUCT;
    bool chosen = false;

    if (sheet->kind != ROWCOL_SHEET_SHAPES)
        return true;
    for (unsigned i = 0; i < number; i++) {
        chosen = draw(&stream, ROWCOL_SHEET_EXERCISES - i) < needed;
        needed -= chosen;
    }
    return !chosen;
}

static size_t other_size(size_t inner, uint64_t *stream)
{
    size_t size =
        draw_size(stream, 1, inner <= SHAPES_LARGEST ? SHAPES_LARGEST - 1 : SHAPES_LARGEST);

    return size < inner ? size : size + 1;
}

/* --- Entries ---------------------------------------------------------------------------------- */

static void fill(rowcol_matrix *matrix, bool positive, unsigned range, uint64_t *stream)
{
    for (size_t i = 0; i < matrix->shape.rows * matrix->shape.columns; i++) {
        double entry;

        if (positive) {
            entry = 1.0 + draw(stream, range);
        } else {
            entry = (double)draw(stream, 2 * range) - range;
            entry += entry >= 0;
        }
        matrix->entries[i] = entry;
    }
}

/* Whole numbers: every sum is exact, in any order. */
static void multiply(const rowcol_matrix *a, const rowcol_matrix *b, double *product)
{
    const size_t columns = b->shape.columns;

    for (size_t i = 0; i < a->shape.rows; i++) {
        for (size_t j = 0; j < columns; j++) {
            double sum = 0;

            for (size_t p = 0; p < a->shape.columns; p++)
                sum += a->entries[i * a->shape.columns + p] * b->entries[p * columns + j];
            product[i * columns + j] = sum;
        }
    }
}

/* Whether a matrix is its own transpose, without being a single number. */
static bool is_symmetric(const rowcol_matrix *matrix)
{
    const size_t size = matrix->shape.rows;

    if (size < 2 || matrix->shape.columns != size)
        return false;
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < i; j++)
            if (matrix->entries[i * size + j] != matrix->entries[j * size + i])
                return false;
    return true;
}

static bool commutes(const rowcol_exercise *exercise)
{
    double reverse[ROWCOL_SHEET_SIZE_MOST * ROWCOL_SHEET_SIZE_MOST];
    const size_t size = exercise->a.shape.rows;

    if (size < 2 || exercise->a.shape.columns != size || exercise->b.shape.columns != size)
        return false;
    multiply(&exercise->b, &exercise->a, reverse);
    for (size_t i = 0; i < size * size; i++)
        if (reverse[i] != exercise->product.entries[i])
            return false;
    return true;
}

/* Whether a wrong method would give the right product. */
static bool misleads(const rowcol_exercise *exercise)
{
    return is_symmetric(&exercise->a) || is_symmetric(&exercise->b) ||
           is_symmetric(&exercise->product) || commutes(exercise);
}

static void fill_exercise(const rowcol_sheet *sheet, size_t number, uint64_t *stream,
                          rowcol_exercise *exercise)
{
    const unsigned range = sheet->range > 0 ? sheet->range : ROWCOL_SHEET_RANGE;
    const bool positive = sheet->kind == ROWCOL_SHEET_LESSON && number <= 10;
    bool has_it = exercise->product.entries != NULL;
    int tries = 0;

    do {
        fill(&exercise->a, positive, range, stream);
        fill(&exercise->b, positive, range, stream);
        if (has_it)
            multiply(&exercise->a, &exercise->b, exercise->product.entries);
    } while (has_it && misleads(exercise) && ++tries < TRIES);
}

/* --- The exercise ----------------------------------------------------------------------------- */

static bool size_is_good(size_t size)
{
    return size <= ROWCOL_SHEET_SIZE_MOST;
}

static bool suits(const rowcol_sheet *sheet)
{
    const size_t size = size_of_square(sheet);

    if (sheet->kind == ROWCOL_SHEET_VECTOR)
        return sheet->columns <= 1;
    if (sheet->kind != ROWCOL_SHEET_SQUARE)
        return true;
    return (sheet->inner == 0 || sheet->inner == size) &&
           (sheet->columns == 0 || sheet->columns == size);
}

rowcol_status rowcol_sheet_check(const rowcol_sheet *sheet)
{
    bool good = sheet->seed <= ROWCOL_SHEET_SEED_MOST && (size_t)sheet->kind < KINDS &&
                size_is_good(sheet->rows) && size_is_good(sheet->columns) &&
                size_is_good(sheet->inner) && sheet->range <= ROWCOL_SHEET_RANGE_MOST;

    return good && suits(sheet) ? ROWCOL_OK : ROWCOL_BAD_VALUE;
}

rowcol_status rowcol_sheet_exercise(const rowcol_sheet *sheet, size_t number,
                                    rowcol_exercise *exercise)
{
    rowcol_status status = rowcol_sheet_check(sheet);
    uint64_t stream = stream_of(sheet, number);
    struct shapes shapes;
    size_t b_rows;
    bool has_it;

    if (status != ROWCOL_OK || number < 1 || number > ROWCOL_SHEET_EXERCISES)
        return ROWCOL_BAD_VALUE;
    shapes = shapes_of(sheet, number, &stream);
    has_it = has_product(sheet, number);
    b_rows = has_it ? shapes.inner : other_size(shapes.inner, &stream);
    status = rowcol_matrix_create(&exercise->a, (rowcol_shape){shapes.rows, shapes.inner});
    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(&exercise->b, (rowcol_shape){b_rows, shapes.columns});
    if (status == ROWCOL_OK && has_it)
        status =
            rowcol_matrix_create(&exercise->product, (rowcol_shape){shapes.rows, shapes.columns});
    if (status == ROWCOL_OK)
        fill_exercise(sheet, number, &stream, exercise);
    else
        rowcol_exercise_release(exercise);
    return status;
}

void rowcol_exercise_release(rowcol_exercise *exercise)
{
    rowcol_matrix_release(&exercise->a);
    rowcol_matrix_release(&exercise->b);
    rowcol_matrix_release(&exercise->product);
}
