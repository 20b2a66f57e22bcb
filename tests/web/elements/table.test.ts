import { describe, expect, test } from 'vitest';
import { type Choice, linesOf, readTable } from '../../../web/src/elements/views/points/table';

const LIMITS = { minimum: -1e6, maximum: 1e6 };
const read = (text: string, choice: Choice = {}) => readTable(text, LIMITS, choice);
const rows = (text: string, choice: Choice = {}) => read(text, choice).rows;
const wrong = (text: string, choice: Choice = {}) => {
  const table = read(text, choice);
  expect(table.rows).toBeNull();
  expect(table.wrong).not.toBe('');
  return table.wrong;
};

describe('numbers', () => {
  test.each([
    ['.5', 0.5],
    ['5.', 5],
    ['+2', 2],
    ['-2.5e3', -2500],
    ['−1.5', -1.5],
    ['–1.5', -1.5],
    ['1,234.56', 1234.56],
    ['1.234,56', 1234.56],
    ["1'234.5", 1234.5],
    ['1\u202f234,5', 1234.5],
    ['"1"', 1],
    ['0', 0],
    ['0,435', 0.435],
  ])('%s is a number alone in its line', (text, value) => {
    expect(rows(`${text}\n${text}`, text === '0,435' ? { separator: 'none' } : {})).toEqual([
      [value],
      [value],
    ]);
  });

  test.each([
    '0x10',
    '0b1',
    '1e400',
    '1e-400',
    '<0.1',
    '$5',
    '5%',
    '5kg',
    '1/2',
    'Infinity',
    'TRUE',
    '1 2a',
    '²',
    '٣',
  ])('%s is none, and is said with its place', text => {
    expect(wrong(`2\n${text}\n3`)).toMatch(/^Line 2\b/);
  });

  test('a first row that is no plain number does not vanish', () => {
    expect(rows('−1.5\n2\n3')).toEqual([[-1.5], [2], [3]]);
    expect(rows('"1"\n2\n3')).toEqual([[1], [2], [3]]);
    expect(wrong('<0.1\n2\n3')).toBe('Line 1: “<0.1” is no number.');
    expect(wrong('$5\n2\n3')).toBe('Line 1: “$5” is no number.');
    expect(wrong('5kg\n2\n3')).toBe('Line 1: “5kg” is no number.');
    expect(wrong('#N/A\n2\n3')).toMatch(/^Line 1: “#N\/A” stands for a missing value\./);
  });

  test('a number that is not allowed is said with its place', () => {
    expect(wrong('1,2\n3,2000000')).toBe(
      'Line 2, column 2: “2000000” is outside of −1,000,000 to 1,000,000.',
    );
  });
});

describe('separators and decimal marks', () => {
  test.each([
    ['commas', '1,2\n3,4'],
    ['semicolons', '1;2\n3;4'],
    ['tabs', '1\t2\n3\t4'],
    ['spaces', '  1 2\n3   4  '],
    ['bars', '1|2\n3|4'],
    ['CRLF and a byte order mark', '\uFEFF1,2\r\n3,4\r\n'],
    ['line ends of old machines', '1;2\r3;4\r'],
    ['a line that names the sign', 'sep=;\n1;2\n3;4'],
    ['commas with spaces', '1, 2\n3, 4'],
    ['quotation marks', '"1","2"\n"3","4"'],
  ])('%s part columns', (_, text) => {
    expect(rows(text)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('decimal commas are read where only they make numbers, and said', () => {
    for (const text of [
      '0,435;2,87\n1,5;3',
      '0,435\t2,87\n1,5\t3',
      '0,435 2,87\n1,5 3',
      '"0,435","2,87"\n"1,5","3"',
    ]) {
      const table = read(text);
      expect(table.rows).toEqual([
        [0.435, 2.87],
        [1.5, 3],
      ]);
      expect(table.said).toContain('“0,435” is read as 0.435.');
    }
    expect(read('1.234,56\n2.000,5').rows).toEqual([[1234.56], [2000.5]]);
    expect(read('1,05\n2,5').rows).toEqual([[1.05], [2.5]]);
  });

  test('where columns and decimal commas do as well, the other reading is offered', () => {
    const table = read('3,49\n4,20');
    expect(table.rows).toEqual([
      [3, 49],
      [4, 20],
    ]);
    expect(table.said).toContain('2 columns parted by commas');
    const [other] = table.ways;
    expect(other?.label).toBe('Read as 2 points with 1 column instead: “3,49” is read as 3.49');
    const again = read('3,49\n4,20', other!.choice);
    expect(again.rows).toEqual([[3.49], [4.2]]);
    expect(again.ways.map(({ label }) => label)).toContain('Read it as at first');
  });

  test('where thousands and decimals do as well, the other reading is offered', () => {
    for (const text of ['1.234\n2.345', '1,234;1\n2,345;1']) {
      const table = read(text);
      expect(table.rows).not.toBeNull();
      expect(table.ways.length).toBeGreaterThan(0);
      const other = read(text, table.ways[0]!.choice).rows;
      expect(other).not.toBeNull();
      expect(other).not.toEqual(table.rows);
    }
  });

  test('a table with one meaning offers no other', () => {
    for (const text of ['1.5,2.5\n3.5,4.5', '1;2\n3;4', 'x\n1.5\n2.5', '0.1\t2\n3\t4'])
      expect(read(text).ways).toEqual([]);
  });
});

describe('lines and columns', () => {
  test('an empty cell shifts nothing and is said with its place', () => {
    const text = 'x,y,z\n1,,3\n,5,6';
    expect(wrong(text)).toBe(
      'Line 2, column 2 (y): the cell is empty. A point needs a number in every column. One more cell is missing.',
    );
    const [way] = read(`${text}\n7,8,9\n1,2,3`).ways;
    expect(way?.label).toBe('Leave out the 2 lines with missing values');
    const complete = read(`${text}\n7,8,9\n1,2,3`, way!.choice);
    expect(complete.rows).toEqual([
      [7, 8, 9],
      [1, 2, 3],
    ]);
    expect(complete.said).toContain('2 lines with missing values left out, as you chose.');
  });

  test.each(['NA', 'NaN', 'n/a', 'null', '-', '.', '#N/A', '#DIV/0!', ''])(
    '“%s” is a missing value',
    cell => {
      expect(wrong(`1;2\n3;${cell}\n5;6`)).toMatch(/^Line 2, column 2: .*(missing value|empty)/);
    },
  );

  test('an empty line within one column is a missing value; between rows of several it is said', () => {
    expect(wrong('1\n\n3')).toMatch(/^Line 2: the cell is empty/);
    const table = read('1,2\n\n3,4\n\n');
    expect(table.rows).toHaveLength(2);
    expect(table.said).toContain('1 empty line left out.');
  });

  test('names are taken from the first line only where all of it is words, and said', () => {
    const table = read('name;inflow\n3;4\n5;6');
    expect(table.rows).toEqual([
      [3, 4],
      [5, 6],
    ]);
    expect(table.said).toContain('Line 1 holds the names: name, inflow.');
    expect(wrong('1,x\n3,4')).toBe('Line 1, column 2: “x” is no number.');
    const odd = read('<a;b>\n1;2\n3;4');
    expect(odd.wrong).toMatch(/^Line 1, column 1: “<a” is no number/);
    expect(read('<a;b>\n1;2\n3;4', odd.ways[0]!.choice).rows).toHaveLength(2);
  });

  test('comments are only what stands above the table, and said', () => {
    const table = read('# from the lab\n# x y\n1 2\n3 4');
    expect(table.rows).toHaveLength(2);
    expect(table.said).toContain('2 comment lines above the table left out.');
    expect(wrong('1\n2\n# three\n4')).toMatch(/^Line 3: “# three” is no number\./);
    expect(wrong('#DIV/0!;1\n2;3')).toMatch(/^Line 1, column 1: “#DIV\/0!”/);
  });

  test('row names as R and pandas write them are recognised, said, and no dimension', () => {
    const table = read('"","x","y"\n"1",5.1,3.5\n"2",4.9,3\n');
    expect(table.rows).toEqual([
      [5.1, 3.5],
      [4.9, 3],
    ]);
    expect(table.said).toContain('The first column holds row names and is left out.');
    const keep = table.ways.find(({ label }) => label === 'Keep the first column');
    expect(read('"","x","y"\n"1",5.1,3.5\n"2",4.9,3\n', keep!.choice).rows?.[0]).toEqual([1, 5.1, 3.5]);
    expect(rows('"x" "y"\n"a" 1 2\n"b" 3 4')).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('a column of words can be left out', () => {
    const iris = 'length,width,species\n5.1,3.5,setosa\n4.9,3.0,virginica';
    const table = read(iris);
    expect(table.wrong).toBe(
      'Line 2, column 3 (species): “setosa” is no number. One more cell is none either.',
    );
    expect(table.ways[0]?.label).toBe('Leave out column 3 (species)');
    expect(rows(iris, table.ways[0]!.choice)).toEqual([
      [5.1, 3.5],
      [4.9, 3],
    ]);
  });

  test('a bad cell far down is placed, a line break within quotation marks counted', () => {
    const lines = Array.from({ length: 300 }, (_, i) => `${i},${i / 2}`);
    lines[217] = '217,oops';
    expect(wrong(lines.join('\n'))).toBe('Line 218, column 2: “oops” is no number.');
    expect(wrong('"a\nb",c\n1,2\n3,x')).toMatch(/^Line 4, column 2/);
  });

  test('lines of another length, open quotation marks and too many columns are refused', () => {
    expect(wrong('1;2\n3\n4;5')).toMatch(/^Line 2 has 1 cell, but 2 are expected/);
    expect(wrong('1;2\n"3;4\n5;6')).toMatch(/^Line 2: a quotation mark/);
    expect(wrong(Array.from({ length: 3 }, () => Array(17).fill('1.5').join(';')).join('\n'))).toBe(
      'A point has at most 16 columns, but these have 17.',
    );
    expect(wrong('  \n ')).toBe('There are no points yet: write one a line.');
    expect(wrong('x;y')).not.toBe('');
  });

  test('empty columns and lines a spreadsheet leaves at the end are left out and said', () => {
    const table = read('x;y;;\n1;2;;\n3;4;;\n;;;');
    expect(table.rows).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(table.said).toContain('2 empty columns');
    expect(table.said).toContain('1 empty line');
  });
});

test('a JSON list is still read, and a broken one said', () => {
  expect(rows('[[1],[2]]')).toEqual([[1], [2]]);
  expect(rows('[1,2]')).toEqual([[1], [2]]);
  expect(wrong('[[1],[2]')).toMatch(/JSON/);
  expect(wrong('[[1],["x"]]')).toBe('Point 2 of the JSON list is no list of numbers.');
});

test('points as they are shown read back as themselves', () => {
  for (const points of [
    [[1], [2]],
    [
      [0.1, -2.5e-7],
      [3, 4],
    ],
    [
      [1, 234],
      [5, 678],
    ],
    [[-3], [1e-9]],
  ])
    expect(rows(linesOf(points))).toEqual(points);
});
