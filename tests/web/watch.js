/* Watch: the product, entry by entry. */

import assert from 'node:assert/strict';

import { button } from './lib/find.js';
import { run } from './lib/run.js';

const example4 = 'a=2,1;5,4&b=3,2,5;4,6,-2';
const example3 = 'a=2,1;5,4&b=3,2;4,6';
const eight = `a=${Array(8).fill('1,2,3,4,5,6,7,8').join(';')}&b=${Array(8).fill('8,7,6,5,4,3,2,1').join(';')}`;

async function says(page, text) {
    await page.getByRole('status').getByText(text, { exact: true }).waitFor();
}

function lines(page) {
    return page.getByRole('list', { name: 'Entries so far' }).getByRole('listitem');
}

async function ready(page) {
    await says(page, 'Press Play, or go step by step.');
}

await run(async (test) => {
    await test('a step at a time: row meets column, products, their sum, the entry', {
        fragment: `tab=watch&${example4}`,
    }, async (page) => {
        await ready(page);
        for (const text of ['Row 1 of A meets column 1 of B.', 'Multiply: 2*3 = 6.',
            'Multiply: 1*4 = 4.', 'Add up: 6 + 4 = 10.', '10 lands in row 1, column 1.',
            'Row 1 of A meets column 2 of B.']) {
            await button(page, 'Step').click();
            await says(page, text);
        }
        await button(page, 'Back').click();
        await says(page, '10 lands in row 1, column 1.');
        await button(page, 'Start over').click();
        await ready(page);
        assert.ok(await button(page, 'Back').isDisabled());
    });

    await test('the lesson\'s example 4 ends with its six lines', {
        fragment: `tab=watch&${example4}`,
    }, async (page) => {
        await ready(page);
        for (let entry = 0; entry < 6; entry++)
            await button(page, 'Next entry').click();
        assert.deepEqual(await lines(page).allTextContents(), [
            'a = 2*3 + 1*4 = 6 + 4 = 10',
            'b = 2*2 + 1*6 = 4 + 6 = 10',
            'c = 2*5 + 1*(-2) = 10 - 2 = 8',
            'd = 5*3 + 4*4 = 15 + 16 = 31',
            'e = 5*2 + 4*6 = 10 + 24 = 34',
            'f = 5*5 + 4*(-2) = 25 - 8 = 17',
        ]);
        assert.ok(await button(page, 'Step').isDisabled());
    });

    await test('it plays to the end by itself, and pauses when asked', {
        fragment: 'tab=watch&a=2,3&b=4;5',
    }, async (page) => {
        await ready(page);
        await page.getByRole('slider', { name: 'Speed' }).fill('5');
        await button(page, 'Play').click();
        await button(page, 'Pause').click();
        await button(page, 'Play').click();
        await says(page, '23 lands in row 1, column 1.');
        await button(page, 'Play').waitFor();
        assert.deepEqual(await lines(page).allTextContents(), ['a = 2*4 + 3*5 = 8 + 15 = 23']);
    });

    await test('keys do what the buttons do', { fragment: `tab=watch&${example3}` }, async (page) => {
        await ready(page);
        await page.getByRole('group', { name: 'The product, step by step' }).focus();
        await page.keyboard.press('ArrowRight');
        await says(page, 'Row 1 of A meets column 1 of B.');
        await page.keyboard.press('End');
        await says(page, '34 lands in row 2, column 2.');
        await page.keyboard.press('ArrowLeft');
        await says(page, 'Add up: 10 + 24 = 34.');
        await page.keyboard.press('Home');
        await ready(page);
        await page.keyboard.press('Space');
        await button(page, 'Pause').waitFor();
        await page.keyboard.press('Space');
        await button(page, 'Play').waitFor();
    });

    await test('the waterfall lays the column over the row, number on number', {
        fragment: `tab=watch&${example3}`, reducedMotion: 'reduce',
    }, async (page) => {
        await ready(page);
        await page.getByRole('radio', { name: 'Waterfall' }).check();
        await button(page, 'Step').click();
        await says(page, 'Row 1 of A meets column 1 of B.');

        const boxes = (kind) => page.locator(`.ghost.${kind}.seen`).evaluateAll((ghosts) =>
            ghosts.map((ghost) => [ghost.textContent, Math.round(ghost.getBoundingClientRect().x)]));
        const [row, column] = [await boxes('of-row'), await boxes('of-column')];

        assert.deepEqual(row.map(([text]) => text), ['2', '1']);
        assert.deepEqual(column.map(([text]) => text), ['3', '4']);
        assert.deepEqual(row.map(([, x]) => x), column.map(([, x]) => x));
    });

    await test('where the inner numbers differ the waterfall shows who has no partner', {
        fragment: 'tab=watch&a=1,2;3,4&b=1,1;2,2;3,3&view=waterfall&step=1', expect: ['422'],
    }, async (page) => {
        await says(page, 'A row of A has 2, a column of B has 3: 1 number has no partner. '
            + 'So there is no product.');
        assert.equal(await page.locator('.ghost.alone').count(), 1);
        await page.getByRole('alert').getByText('Shapes do not match').waitFor();
        await button(page, /^transpose b:/).click();
        await ready(page);
    });

    await test('what is reached from Multiply is what was multiplied there', {
        fragment: 'a=2,1&b=3;4',
    }, async (page) => {
        await button(page, 'Multiply').click();
        await button(page, 'Watch how').click();
        await ready(page);
        await button(page, 'Next entry').click();
        await says(page, '10 lands in row 1, column 1.');
    });

    await test('nothing moves for those who want no motion', {
        fragment: `tab=watch&${example3}&step=3&view=waterfall`, reducedMotion: 'reduce',
    }, async (page) => {
        await says(page, 'Multiply: 1*4 = 4.');
        assert.deepEqual(await page.locator('.stage *').evaluateAll((all) =>
            [...new Set(all.map((each) => getComputedStyle(each).transitionDuration))]), ['0s']);
    });

    await test('all that moves is moved by transform and opacity', {
        fragment: `tab=watch&${example3}&step=3&view=waterfall`,
    }, async (page) => {
        await says(page, 'Multiply: 1*4 = 4.');

        const moved = await page.locator('.stage *').evaluateAll((all) =>
            [...new Set(all.map((each) => getComputedStyle(each))
                .filter((style) => style.transitionDuration !== '0s')
                .flatMap((style) => style.transitionProperty.split(', ')))]);

        assert.deepEqual(moved.sort(), ['opacity', 'transform']);
    });

    /* Measured and told, not asserted: it is the machine's as much as the page's. */
    await test('frames while stepping through 8 x 8', { fragment: `tab=watch&${eight}&view=waterfall` },
        async (page) => {
            await ready(page);
            await page.getByRole('slider', { name: 'Speed' }).fill('5');
            await button(page, 'Play').click();

            const times = await page.evaluate(() => new Promise((resolve) => {
                const stamps = [];
                const frame = (stamp) => {
                    stamps.push(stamp);
                    if (stamps.length > 120)
                        resolve(stamps);
                    else
                        requestAnimationFrame(frame);
                };

                requestAnimationFrame(frame);
            }));
            const gaps = times.slice(1).map((time, index) => time - times[index]).sort((a, b) => a - b);

            console.log(`${(1000 * gaps.length / (times.at(-1) - times[0])).toFixed(1)} frames a `
                + `second; a gap in the middle is ${gaps[60].toFixed(1)} ms, the longest `
                + `${gaps.at(-1).toFixed(1)} ms`);
        });
});
