import { describe, expect, it } from 'vitest';
import { certificateWords, failedStep, isRefusal, shownSteps } from '../../../../client/pages/webhook-form/url-check.ts';

const step = (name: string, passed: boolean | null) => ({ name, passed, detail: `${name} detail`, durationMs: null });

describe('the check of a target URL', () => {
  it('shows the steps that were taken', () => {
    const steps = [step('parse', true), step('dns', true), step('policy', true), step('tcp', true), step('tls', null), step('http', true)];
    expect(shownSteps({ steps }).map(({ label }) => label)).toEqual(['DNS', 'Address', 'TCP', 'HTTP']);
    expect(failedStep({ steps })).toBeNull();
  });

  it('stops at the one that failed, and knows what forbids saving', () => {
    expect(failedStep({ steps: [step('parse', true), step('dns', true), step('policy', false), step('tcp', null)] })).toMatchObject({ label: 'Address', detail: 'policy detail' });
    expect(isRefusal(step('policy', false))).toBe(true);
    expect(isRefusal(step('tcp', false))).toBe(false);
  });

  it('warns of a certificate that ends soon', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    expect(certificateWords('2027-01-20T12:00:00Z', now)).toEqual({ text: 'ends in 61 days', isSoon: false });
    expect(certificateWords('2026-11-21T13:00:00Z', now)).toEqual({ text: 'ends in 1 day', isSoon: true });
    expect(certificateWords('2026-11-20T13:00:00Z', now).text).toBe('ends today');
  });
});
