import { describe, expect, it } from 'vitest';
import { checkDescription, checkName } from '../../server/domain/webhook-input.ts';

const codes = (problems: { code: string }[]) => problems.map(({ code }) => code);

describe('a name', () => {
  it.each(['CRM sync', 'Überweisung', 'ライセンス', 'عميل', '👩‍💻', '🇩🇪', '!', ' CRM '])('may be %j', (name) => expect(checkName(name)).toEqual([]));

  it.each(['a\u0000b', 'a\nb', 'a\r\nb', 'a\tb', 'a\u001b[31m', 'a\u0085b', 'a\u2028b', 'a\ud800', '\udc00a'])('may not hold %j', (name) =>
    expect(codes(checkName(name))).toEqual(['INVALID']));

  it.each(['', '\u200b', '\u00ad', '\u202e\u202c', '\u3164', '\u2800', '\ufe0f', '\u00a0\u3000', '\u{e0020}'])('needs something to see, unlike %j', (name) =>
    expect(codes(checkName(name))).toEqual(['REQUIRED']));
});

describe('a description', () => {
  it('may have lines and tabs', () => expect(checkDescription('One\n\tTwo')).toEqual([]));

  it.each(['a\u0000b', 'a\r\nb', 'a\u001b[31m', 'a\ud800'])('may not hold %j', (text) =>
    expect(checkDescription(text)).toMatchObject([{ code: 'INVALID', path: ['input', 'description'] }]));
});
