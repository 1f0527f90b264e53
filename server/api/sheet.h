/* What sheets of exercises are asked for with, in a query or in a body. */
#ifndef API_SHEET_H
#define API_SHEET_H

#include <jansson.h>
#include <rowcol/practice.h>

#include "api/handlers.h"

/* Reads the sheet that a call's fields (enum sheet_field) describe. A seed that is not given is 0.
 *
 * Returns whether there can be such a sheet; otherwise the problem is set, of several the one whose
 * value comes first in the text. */
bool sheet_read(struct call *call, rowcol_sheet *sheet);

/* [[...]], to be freed; NULL where there is no memory. */
json_t *matrix_json(const rowcol_matrix *matrix);

#endif
