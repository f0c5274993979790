import { describe, expect, it } from 'vitest';
import { middleCut, urlParts } from '../../client/lib/middle-cut.ts';

describe('middleCut', () => {
  it('keeps a short text whole', () => {
    expect(middleCut('/hook', 12)).toEqual({ start: '/hook', end: '' });
  });

  it('keeps the end of a long text, so that two long paths can be told apart', () => {
    expect(middleCut('/services/T02AB9QLK/B07F3JQ9/last-part', 9)).toEqual({ start: '/services/T02AB9QLK/B07F3JQ9/', end: 'last-part' });
  });

  it('loses no character', () => {
    const text = 'x'.repeat(40) + 'y'.repeat(40);
    const { start, end } = middleCut(text);
    expect(start + end).toBe(text);
  });
});

describe('urlParts', () => {
  it('splits a URL into host with port and path with query', () => {
    expect(urlParts('https://crm.example:8443/hooks?v=1')).toEqual({ isSecure: true, host: 'crm.example:8443', path: '/hooks?v=1' });
  });

  it('marks plain http', () => {
    expect(urlParts('http://127.0.0.1:9000/')).toMatchObject({ isSecure: false, path: '/' });
  });

  it('shows a text that is no URL as it is', () => {
    expect(urlParts('not a url')).toEqual({ isSecure: false, host: 'not a url', path: '' });
  });
});
