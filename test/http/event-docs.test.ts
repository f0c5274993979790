import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { builtInTypes } from '../../server/commands/load-catalogue.ts';
import { eventDocs } from '../../server/http/event-docs.ts';
import type { Handler } from '../../server/http/exchange.ts';
import { html, raw } from '../../server/http/html.ts';
import { schemaFields } from '../../server/http/schema-fields.ts';

/** What a handler answers to a GET. */
async function answerOf(handler: Handler, path: string, { search = '', language = '' } = {}) {
  const answer = { status: 0, headers: {} as Record<string, string>, body: '' };
  const res = {
    writeHead(status: number, headers: Record<string, string>) { Object.assign(answer, { status, headers }); },
    end(body: string) { answer.body = body; },
  };
  await handler({ req: { method: 'GET', headers: { 'accept-language': language } } as unknown as IncomingMessage, res: res as unknown as ServerResponse, path, search, requestId: '', ip: '' });
  return answer;
}

describe('the public catalogue', () => {
  const docs = eventDocs();

  it('has every built-in type, with its meaning and its members', async () => {
    const { status, headers, body } = await answerOf(docs, '/docs/events');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const { code } of builtInTypes()) expect(body).toContain(`<h3 id="${code}">${code}</h3>`);
    expect(body).toContain('<td><code>license.status</code></td>');
  });

  it('runs no script and loads nothing', async () => {
    const { headers, body } = await answerOf(docs, '/docs/events');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(body).not.toMatch(/<script|<link|<img|src=/);
  });

  it.each([
    ['', '', 'en'], ['', 'de', 'de'], ['', 'de-AT,de;q=0.9,en;q=0.8', 'de'], ['', 'en-GB,en;q=0.9,de;q=0.8', 'en'], ['', 'en;q=0.5, de;q=0.7', 'de'],
    ['', 'fr, *;q=0.5', 'en'], ['', 'de;q=0', 'en'], ['?lang=de', 'en', 'de'], ['?lang=en', 'de', 'en'], ['?lang=fr', 'de', 'de'],
  ])('answers %j of somebody who reads %j in %s', async (search, language, expected) => {
    const { headers, body } = await answerOf(docs, '/docs/events', { search, language });
    expect(headers).toMatchObject({ 'content-language': expected, 'vary': 'accept-language' });
    expect(body).toContain(`<html lang="${expected}">`);
    expect(body).toContain(`<a href="?lang=${expected === 'de' ? 'en' : 'de'}"`);
  });

  it('says everything in German', async () => {
    const { body } = await answerOf(docs, '/docs/events', { language: 'de' });
    for (const { code } of builtInTypes()) expect(body).toContain(`<h3 id="${code}">${code}</h3>`);
    expect(body).toContain('<strong>Lizenz erstellt.</strong> Eine Lizenz ist entstanden');
    const shown = body.replaceAll(/<style>.*?<\/style>|<pre.*?<\/pre>|<code>.*?<\/code>/gs, ' ').replaceAll(/<[^>]*>/g, ' ');
    expect(shown.match(/\b(the|of|is|or|yes|no|Example|Member)\b.{0,30}/g) ?? []).toEqual([]);
  });

  it('is nowhere else', async () => {
    expect((await answerOf(docs, '/docs/events/license.created')).status).toBe(404);
  });

  it('is the same as JSON, which any site may read', async () => {
    const { headers, body } = await answerOf(docs, '/docs/events.json');
    const { groups } = JSON.parse(body) as { groups: { eventTypes: { code: string; payloadSchema: object }[] }[] };
    expect(groups.flatMap(({ eventTypes }) => eventTypes.map(({ code }) => code)).sort()).toEqual(builtInTypes().map(({ code }) => code).sort());
    expect(headers['access-control-allow-origin']).toBe('*');
  });
});

describe('pieces of HTML', () => {
  it('escape what is put into them, and leave HTML alone', () => {
    expect(html`<p title="${'"<'}">${'a & b'}${html`<b>${1}</b>`}${raw('<i>')}</p>`.text).toBe('<p title="&quot;&lt;">a &amp; b<b>1</b><i></p>');
    expect(html`<ul>${['<', '>'].map((each) => html`<li>${each}</li>`)}</ul>`.text).toBe('<ul><li>&lt;</li><li>&gt;</li></ul>');
  });
});

describe('the members of a schema', () => {
  const words = { or: 'or', listOf: (type: string) => `list of ${type}` };

  it('are told with their paths, through definitions and lists', () => {
    const $defs = { node: { type: 'object', required: ['id'], properties: { id: { type: 'string', description: 'Its id.' } } } };
    const schema = { type: 'object', required: ['one'], $defs, properties: { one: { $ref: '#/$defs/node' }, many: { type: 'array', items: { $ref: '#/$defs/node' } }, state: { enum: ['on', 'off'] }, end: { type: ['string', 'null'] } } };
    expect(schemaFields(schema, words).map(({ path, type, isRequired }) => [path, type, isRequired])).toEqual([
      ['one', 'object', true], ['one.id', 'string', true], ['many', 'list of object', false], ['many[].id', 'string', true],
      ['state', '"on" or "off"', false], ['end', 'string or null', false],
    ]);
  });

  it('end somewhere, also of a definition that contains itself', () => {
    const loop = { type: 'object', properties: { next: { $ref: '#/$defs/loop' } } };
    expect(schemaFields({ ...loop, $defs: { loop } }, words).length).toBeLessThan(10);
  });
});
