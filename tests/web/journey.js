/* What must be seen: from the lesson's first example to a solved sheet, by what stands on the page
 * and nothing else. */

import { button, cell, entries, product, tab } from './lib/find.js';
import { run } from './lib/run.js';

async function operand(page, name) {
    const rows = await entries(page.getByRole('table', { name: new RegExp(`^${name}, `) }));

    return rows.map((row) => row.map(Number));
}

async function solve(page, number) {
    await page.getByRole('heading', { name: `Exercise ${number}`, exact: true }).waitFor();

    const right = product(await operand(page, 'A'), await operand(page, 'B'));

    await page.getByLabel('Rows').fill(String(right.length));
    await page.getByLabel('Columns').fill(String(right[0].length));
    await page.keyboard.press('Enter');
    await cell(page, 'Product', 1, 1).waitFor();
    for (const [i, row] of right.entries())
        for (const [j, value] of row.entries())
            await cell(page, 'Product', i + 1, j + 1).fill(String(value));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `Exercise ${number}, solved`, exact: true }).waitFor();
}

await run(async (test) => {
    await test('from the lesson\'s first example to a solved sheet', {}, async (page) => {
        await button(page, /^Example 1/).click();
        await page.getByRole('table', { name: 'Product, 1 x 1', exact: true })
            .getByRole('cell', { name: '23' }).waitFor();
        await button(page, 'Watch how').click();
        await page.getByText('Press Play, or go step by step.').waitFor();
        await page.getByRole('slider', { name: 'Speed' }).fill('5');
        await button(page, 'Play').click();
        await page.getByText('a = 2*4 + 3*5 = 8 + 15 = 23', { exact: true }).last().waitFor();
        await tab(page, 'Practise').click();
        for (let number = 1; number <= 20; number++) {
            await solve(page, number);
            if (number < 20)
                await button(page, 'Next exercise').click();
        }
        await page.getByText('20 of 20 solved').waitFor();
        await page.getByText('20 in a row at once (best 20)').waitFor();
        await page.getByText('The whole sheet is solved.').waitFor();
    });
});
