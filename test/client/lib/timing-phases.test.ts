import { describe, expect, it } from 'vitest';
import { timingPhases, timingTotalMs } from '../../../client/lib/timing-phases.ts';

describe('the phases of an attempt', () => {
  it('follow each other, and a reused connection has no DNS, TCP and TLS', () => {
    const phases = timingPhases({ queueMs: 3, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 40, downloadMs: 2 }, 42);
    expect(phases.map(({ label, startMs, ms }) => [label, startMs, ms])).toEqual([['Queue', 0, 3], ['First byte', 3, 40], ['Body', 43, 2]]);
    expect(timingTotalMs(phases)).toBe(45);
  });

  it('end with the time that an attempt without an answer waited', () => {
    const phases = timingPhases({ queueMs: 10, dnsMs: 5, connectMs: 15, tlsMs: null, firstByteMs: null, downloadMs: null }, 2_000);
    expect(phases.at(-1)).toMatchObject({ label: 'Waited', startMs: 30, ms: 1_980 });
  });
});
