/* For everybody: by keyboard alone, with a screen reader, in both themes. */

import assert from 'node:assert/strict';

import axe from 'axe-core';

import { button, cell, tab } from './lib/find.js';
import { run } from './lib/run.js';

const tabs = ['Multiply', 'Watch', 'Practise', 'Operations', /code$/i, /lesson$/i];

async function violations(page) {
    await page.evaluate(axe.source);

    const { violations: found } = await page.evaluate(() => globalThis.axe.run());

    return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
        `${id}: ${html}\n${failureSummary}`));
}

/* Everything that a tab can show, shown. */
const shown = [
    async (page) => {
        await button(page, /^Example 4/).click();
        await page.getByRole('table', { name: 'Product, 2 x 3', exact: true }).waitFor();
    },
    async (page) => {
        for (let i = 0; i < 4; i++)
            await button(page, 'Step').click();
        await page.getByText('Add up: 6 + 4 = 10.').waitFor();
        await page.getByRole('radio', { name: 'Waterfall' }).check();
        await button(page, 'Next entry').click();
    },
    async (page) => {
        await page.getByRole('heading', { name: 'Exercise 1' }).waitFor();
        await page.getByLabel('Rows').fill('2');
        await page.getByLabel('Columns').fill('1');
        await button(page, 'Check the shape').click();
        await cell(page, 'Product', 1, 1).fill('1000');
        await cell(page, 'Product', 2, 1).fill('1000');
        await button(page, 'Check the entries').click();
        await page.getByText('Show the working').click();
    },
    async (page) => {
        await page.getByRole('radio', { name: 'SVD' }).check();
        await button(page, 'Example').click();
        await page.getByRole('table', { name: 'U, 2 x 2', exact: true }).waitFor();
    },
    async (page) => page.getByRole('heading', { name: 'The raw answer' }).waitFor(),
    async (page) => page.getByRole('heading', { name: 'The rule' }).waitFor(),
];

async function walkTo(page, place) {
    for (let presses = 0; presses < 200; presses++) {
        if (await place.evaluate((element) => element === document.activeElement))
            return;
        await page.keyboard.press('Tab');
    }
    assert.fail('Tab does not come there');
}

await run(async (test) => {
    for (const colorScheme of ['light', 'dark'])
        await test(`axe finds no violation on any tab, in ${colorScheme} colours`, {
            colorScheme, reducedMotion: 'reduce',
        }, async (page) => {
            for (const [index, name] of tabs.entries()) {
                await tab(page, name).click();
                await shown[index](page);
                assert.deepEqual(await violations(page), [], String(name));
            }
        });

    await test('axe finds no violation in a mismatch, in either theme', { expect: ['422'] },
        async (page) => {
            await button(page, /^Mismatch/).click();
            await page.getByRole('alert').getByText('Shapes do not match').waitFor();
            assert.deepEqual(await violations(page), []);
            await button(page, 'Dark colours').click();
            assert.deepEqual(await violations(page), []);
        });

    await test('the theme is chosen by a button, and stays', { colorScheme: 'light' },
        async (page) => {
            const paper = () => page.evaluate(() =>
                getComputedStyle(document.body).backgroundColor);
            const light = await paper();

            await button(page, 'Dark colours').click();
            assert.notEqual(await paper(), light);
            await page.reload();
            assert.notEqual(await paper(), light);
            await button(page, 'Light colours').click();
            assert.equal(await paper(), light);
        });

    await test('by keyboard alone: an example, its product, and how it is made', {},
        async (page) => {
            await walkTo(page, button(page, /^Example 3/));
            await page.keyboard.press('Enter');
            await page.getByRole('table', { name: 'Product, 2 x 2', exact: true }).waitFor();
            await walkTo(page, cell(page, 'A', 1, 1));
            await page.keyboard.type('7');
            await page.keyboard.press('Enter');
            await page.getByRole('table', { name: 'Product, 2 x 2', exact: true })
                .getByRole('cell', { name: '25', exact: true }).waitFor();
            await walkTo(page, button(page, 'Watch how'));
            await page.keyboard.press('Enter');
            await page.getByText('Press Play, or go step by step.').waitFor();
            await walkTo(page, page.getByRole('group', { name: 'The product, step by step' }));
            await page.keyboard.press('ArrowRight');
            await page.getByText('Row 1 of A meets column 1 of B.').waitFor();
        });

    await test('by keyboard alone: an exercise', { fragment: 'tab=practise&seed=7' },
        async (page) => {
            await page.getByRole('heading', { name: 'Exercise 1' }).waitFor();
            await walkTo(page, page.getByLabel('Rows'));
            await page.keyboard.type('2');
            await page.keyboard.press('Tab');
            await page.keyboard.type('1');
            await page.keyboard.press('Enter');
            await cell(page, 'Product', 1, 1).waitFor();
            await page.keyboard.type('1');
            await page.keyboard.press('ArrowDown');
            await page.keyboard.type('1');
            await page.keyboard.press('Enter');
            await page.getByRole('status').filter({ hasText: /^(Not yet|Right)/ }).last().waitFor();
        });

    await test('arrow keys go from tab to tab', {}, async (page) => {
        await tab(page, 'Multiply').focus();
        for (const [key, name] of [['ArrowRight', 'Watch'], ['End', /lesson$/i],
            ['ArrowRight', 'Multiply'], ['ArrowLeft', /lesson$/i], ['Home', 'Multiply']]) {
            await page.keyboard.press(key);
            assert.equal(await tab(page, name).getAttribute('aria-selected'), 'true');
            assert.ok(await tab(page, name).evaluate((each) => each === document.activeElement));
        }
    });
});
