/* Where things are on the page, by role and name, as somebody would find them. */

export function cell(page, matrix, row, column) {
    return page.getByRole('textbox', { name: `${matrix}, row ${row}, column ${column}`, exact: true });
}

export function button(page, name) {
    return page.getByRole('button', { name, exact: typeof name === 'string' });
}

export function tab(page, name) {
    return page.getByRole('tab', { name });
}

/* The texts of a matrix that can be read. */
export async function entries(table) {
    return table.locator('tr').evaluateAll((rows) =>
        rows.map((row) => [...row.cells].map((each) => each.textContent)));
}

/* The texts of a matrix that can be typed. */
export async function typed(page, matrix) {
    return page.getByRole('table', { name: new RegExp(`^${matrix}, `) }).locator('tr')
        .evaluateAll((rows) => rows.map((row) =>
            [...row.cells].map((each) => each.firstElementChild.value)));
}

export async function type(page, matrix, rows) {
    for (const [i, row] of rows.entries())
        for (const [j, text] of row.entries())
            await cell(page, matrix, i + 1, j + 1).fill(String(text));
}

/* Pastes a text, as the system's clipboard would bring it. */
export async function paste(place, text) {
    await place.focus();
    await place.evaluate((element, pasted) => {
        const clipboardData = new DataTransfer();

        clipboardData.setData('text/plain', pasted);
        element.dispatchEvent(new ClipboardEvent('paste',
            { clipboardData, bubbles: true, cancelable: true }));
    }, text);
}

/* The product of two matrices of numbers. */
export function product(a, b) {
    return a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
}
