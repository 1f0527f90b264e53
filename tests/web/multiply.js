/* Multiply: two matrices, the rule, and what the server makes of them. */

import assert from 'node:assert/strict';

import { button, cell, entries, paste, type, typed } from './lib/find.js';
import { run } from './lib/run.js';

const mismatch = { expect: ['422'] };

async function productIs(page, shape, rows) {
    const table = page.getByRole('table', { name: `Product, ${shape}`, exact: true });

    await table.waitFor();
    assert.deepEqual(await entries(table), rows);
}

async function ruleSays(page, text) {
    await page.getByRole('region', { name: 'The shape rule' }).getByText(text).waitFor();
}

async function matrixIs(page, name, rows) {
    await page.getByRole('table', { name: `${name}, ${rows.length} x ${rows[0].length}`, exact: true })
        .waitFor();
    assert.deepEqual(await typed(page, name), rows);
}

await run(async (test) => {
    await test('the lesson\'s examples are one click each, and give the lesson\'s products', {},
        async (page) => {
            await button(page, /^Example 1/).click();
            await productIs(page, '1 x 1', [['23']]);
            await button(page, /^Example 2/).click();
            await productIs(page, '2 x 1', [['10'], ['31']]);
            await button(page, /^Example 3/).click();
            await productIs(page, '2 x 2', [['10', '10'], ['31', '34']]);
            await button(page, /^Example 4/).click();
            await productIs(page, '2 x 3', [['10', '10', '8'], ['31', '34', '17']]);
        });

    await test('what is typed is multiplied', { fragment: 'a=,;,&b=,;,' }, async (page) => {
        await type(page, 'A', [['2', '1'], ['5', '4']]);
        await type(page, 'B', [['3', '2'], ['4', '6']]);
        await button(page, 'Multiply').click();
        await productIs(page, '2 x 2', [['10', '10'], ['31', '34']]);
    });

    await test('numbers are understood as people write them, and sent with all their digits', {
        fragment: 'a=0&b=1',
    }, async (page) => {
        for (const [text, sent, value] of [
            ['1,5', '1.5', '1.5'], ['\u22122', '-2', '-2'], ['.5', '0.5', '0.5'], ['+3', '3', '3'],
            ['007', '7', '7'], ['', '0', '0'], ['1e3', '1e3', '1000'],
            ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827', '0.1'],
        ]) {
            const asked = page.waitForRequest('**/v1/multiply');

            await cell(page, 'A', 1, 1).fill(text);
            await cell(page, 'A', 1, 1).press('Enter');
            assert.equal((await asked).postData(), `{"a":[[${sent}]],"b":[[1]]}`);
            await page.getByRole('table', { name: 'Product, 1 x 1', exact: true })
                .getByRole('cell', { name: value, exact: true }).waitFor();
        }
    });

    await test('what is no number is told, marked and entered, and not sent', {
        fragment: 'a=1,2&b=3;4',
    }, async (page) => {
        await page.route('**/v1/multiply', () => assert.fail('it was sent'));
        await cell(page, 'B', 2, 1).fill('four');
        await button(page, 'Multiply').click();
        await page.getByRole('alert').getByText('Row 2, column 1 of B').waitFor();
        assert.equal(await cell(page, 'B', 2, 1).getAttribute('aria-invalid'), 'true');
        assert.ok(await cell(page, 'B', 2, 1).evaluate((each) => each === document.activeElement));
    });

    await test('the rule is judged while one changes shapes, before anything is sent', {
        fragment: 'a=1,2;3,4&b=1,2;3,4',
    }, async (page) => {
        await page.route('**/v1/**', () => assert.fail('something was sent'));
        await ruleSays(page, 'The inner numbers match: the product is 2 x 2.');
        await button(page, 'Add a column to A').click();
        await ruleSays(page, 'The inner numbers differ, 3 is not 2: there is no product.');
        await button(page, 'Add a row to B').click();
        await ruleSays(page, 'The inner numbers match: the product is 2 x 2.');
        await button(page, 'Add a column to B').click();
        await button(page, 'Remove a row from A').click();
        await ruleSays(page, 'the product is 1 x 3.');
        await button(page, 'Remove a column from A').click();
        await button(page, 'Remove a row from B').click();
        await button(page, 'Remove a column from B').click();
        await button(page, 'Add a row to A').click();
        await ruleSays(page, 'the product is 2 x 2.');
        await matrixIs(page, 'A', [['1', '2'], ['', '']]);
    });

    await test('a matrix has at least one row and one column, and at most twelve', {
        fragment: `a=1&b=${Array(12).fill(Array(12).fill(1).join(',')).join(';')}`,
    }, async (page) => {
        for (const name of ['Remove a row from A', 'Remove a column from A', 'Add a row to B',
            'Add a column to B'])
            assert.ok(await button(page, name).isDisabled(), name);
    });

    await test('transpose, swap and random do what they say', {
        fragment: 'a=1,2,3&b=4,5;6,7',
    }, async (page) => {
        await button(page, 'Transpose A').click();
        await matrixIs(page, 'A', [['1'], ['2'], ['3']]);
        await button(page, 'Swap A and B').click();
        await matrixIs(page, 'A', [['4', '5'], ['6', '7']]);
        await matrixIs(page, 'B', [['1'], ['2'], ['3']]);
        await button(page, 'Random numbers for A').click();
        assert.ok((await typed(page, 'A')).flat().every((text) => /^-?\d$/.test(text)));
    });

    await test('arrow keys walk through a matrix', { fragment: 'a=11,12;21,22&b=1;2' },
        async (page) => {
            const at = () => page.evaluate(() => document.activeElement.value);

            await cell(page, 'A', 1, 1).focus();
            for (const [key, value] of [['ArrowRight', '12'], ['ArrowDown', '22'],
                ['ArrowLeft', '21'], ['ArrowUp', '11'], ['ArrowUp', '11'], ['ArrowLeft', '11']]) {
                await page.keyboard.press(key);
                assert.equal(await at(), value);
            }
            await page.keyboard.press('Control+A');
            await page.keyboard.type('345');
            await page.keyboard.press('ArrowLeft');
            assert.equal(await at(), '345', 'within a text the arrow moves the cursor');
        });

    await test('a block of a spreadsheet becomes the matrix', {}, async (page) => {
        await paste(cell(page, 'A', 1, 1), '1\t2\t3\r\n4\t\t-6,5\r\n');
        await matrixIs(page, 'A', [['1', '2', '3'], ['4', '', '-6,5']]);
        await ruleSays(page, '3 is not 2');
    });

    await test('JSON is pasted in each of its forms, into one matrix or both', {}, async (page) => {
        await paste(cell(page, 'A', 1, 1), ' [[1, 2], [3, 4.5]] ');
        await matrixIs(page, 'A', [['1', '2'], ['3', '4.5']]);
        await paste(cell(page, 'A', 1, 1), '{"shape":[2,3],"data":[1,2,3,4,5,6]}');
        await matrixIs(page, 'A', [['1', '2', '3'], ['4', '5', '6']]);
        await paste(cell(page, 'A', 1, 1), '[7,8]');
        await matrixIs(page, 'A', [['7', '8']]);
        await paste(cell(page, 'B', 1, 1), '[7,8]');
        await matrixIs(page, 'B', [['7'], ['8']]);
        await paste(cell(page, 'B', 1, 1), '{"a":[[1,2]],"b":[[3],[4]]}');
        await matrixIs(page, 'A', [['1', '2']]);
        await matrixIs(page, 'B', [['3'], ['4']]);
        await paste(cell(page, 'B', 1, 1), '[1 2; 3 4]');
        await matrixIs(page, 'B', [['1', '2'], ['3', '4']]);
    });

    await test('what can\'t be pasted is told, and changes nothing', {
        fragment: 'a=1,2;3,4&b=1;2',
    }, async (page) => {
        await paste(cell(page, 'A', 1, 1), '1\t2\n3');
        await page.getByText('Row 2 has 1 number, row 1 has 2').waitFor();
        await paste(cell(page, 'A', 1, 1), '{"c":1}');
        await page.getByText('This JSON is no matrix').waitFor();
        await paste(cell(page, 'A', 1, 1), Array(13).fill('1').join('\n'));
        await page.getByText('13 x 1 is more than this page shows').waitFor();
        await matrixIs(page, 'A', [['1', '2'], ['3', '4']]);
    });

    await test('a mismatch shows the server\'s problem, and its suggestions apply', mismatch,
        async (page) => {
            await button(page, /^Mismatch/).click();

            const alert = page.getByRole('alert').filter({ hasText: 'Shapes do not match' });

            await alert.getByText('a is 5 x 2 and b is 4 x 2: the inner numbers, 2 and 4, must be '
                + 'equal, so there is no product.').waitFor();
            assert.equal(await alert.getByRole('link').getAttribute('href'),
                '/problems/shape-mismatch');
            await alert.getByRole('button', { name: 'transpose b: 5 x 4' }).click();
            await page.getByRole('table', { name: 'Product, 5 x 4', exact: true }).waitFor();
            assert.equal(await alert.count(), 0);
        });

    await test('a suggestion to swap and transpose does both', mismatch, async (page) => {
        await button(page, /^Mismatch/).click();
        await button(page, 'swap, then transpose the second: 4 x 5').click();
        await page.getByRole('table', { name: 'Product, 4 x 5', exact: true }).waitFor();
        await matrixIs(page, 'A', [['1', '0'], ['0', '1'], ['1', '1'], ['1', '-1']]);
    });

    await test('another fault is shown in the server\'s words', {
        ...mismatch, fragment: 'a=1e308&b=10',
    }, async (page) => {
        await button(page, 'Multiply').click();
        await page.getByRole('alert').getByText('Result overflows').waitFor();
    });
});
