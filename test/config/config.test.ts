import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('the settings', () => {
  it('need none to be set', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1', port: 4000, databaseUrl: 'sqlite:./data/keybell.db', masterKeys: null, admin: null, allowHttpTargets: false,
      allowCidrs: [], publicUrl: null, dispatcherConcurrency: 256, logLevel: 'info',
    });
  });

  it('count as not set when they are empty', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: ' ' })).toMatchObject({ port: 4000, publicUrl: null });
  });

  it('are refused with every problem at once, each with what was received', () => {
    const problems = problemsOf({ PORT: '99999', LOG_LEVEL: 'loud', ALLOW_CIDRS: '10.0.0.0/8,zz', PUBLIC_URL: 'ftp://a' });
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toMatch(/PORT .*"99999"[\s\S]*ALLOW_CIDRS .*"zz"[\s\S]*PUBLIC_URL .*"ftp:\/\/a"[\s\S]*LOG_LEVEL .*"loud"/);
  });

  it('are refused without showing secrets', () => {
    const secrets = { ADMIN_PASSWORD: 'hunter2', BOOTSTRAP_API_KEY: 'tooshort', MASTER_KEYS: 'k1:c2VjcmV0', DATABASE_URL: 'mysql://root:pa55@host' };
    const text = problemsOf({ ADMIN_EMAIL: 'a@b.example', ...secrets }).join('\n');
    for (const name of Object.keys(secrets)) expect(text).toContain(name);
    for (const secret of ['hunter2', 'tooshort', 'c2VjcmV0', 'pa55']) expect(text).not.toContain(secret);
  });

  it('make a server fail on purpose where a test asks for it, and never in production', () => {
    expect(readConfig({ FAILPOINTS: 'after-claim:crash:3, mid-body:pause' }).failpoints)
      .toEqual([{ name: 'after-claim', action: 'crash', hit: 3 }, { name: 'mid-body', action: 'pause', hit: 1 }]);
    expect(problemsOf({ FAILPOINTS: 'after-lunch:crash,mid-body:sleep,mid-body:crash:0' })).toHaveLength(3);
    expect(problemsOf({ FAILPOINTS: 'mid-body:crash', NODE_ENV: 'production' })).toEqual([expect.stringContaining('refused while NODE_ENV is production')]);
  });

  it('say how to make master keys where no file can hold them', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://u:p@host/keybell' })).toEqual([expect.stringMatching(/^MASTER_KEYS must be set .*node -p/)]);
  });

  it('take a brand whose colours can be read, and make the one for the dark theme', () => {
    expect(readConfig({}).brand).toEqual({ name: 'Keybell', logoFile: null, colour: null });
    const { brand } = readConfig({ BRAND_NAME: 'Acme hooks', BRAND_COLOR: '#1a1a80' });
    expect(brand).toMatchObject({ name: 'Acme hooks', colour: { light: '#1a1a80', dark: expect.stringMatching(/^#[0-9a-f]{6}$/) } });
  });

  it('refuse a brand that cannot be read or is not there', () => {
    const problems = problemsOf({ BRAND_COLOR: '#ffee00', BRAND_COLOR_DARK: 'blue', BRAND_LOGO: './nowhere.svg', BRAND_NAME: 'x'.repeat(41) });
    expect(problems.map((problem) => problem.split(' ', 1)[0])).toEqual(['BRAND_COLOR', 'BRAND_COLOR_DARK', 'BRAND_NAME', 'BRAND_LOGO']);
  });

  it('keep bodies no longer than what they belong to', () => {
    const { retention } = readConfig({ RETENTION_DAYS: '7' });
    expect(retention).toEqual({ factsMs: 7 * 86_400_000, bodiesMs: 7 * 86_400_000 });
    expect(problemsOf({ RETENTION_DAYS: '7', BODY_RETENTION_DAYS: '8' })).toEqual([expect.stringMatching(/^BODY_RETENTION_DAYS .* 7; received "8"/)]);
    expect(problemsOf({ RETENTION_DAYS: '0', BODY_RETENTION_DAYS: '366' })).toHaveLength(2);
    expect(readConfig({ PRUNE_EVERY_SECONDS: '5' }).pruneEveryMs).toBe(5_000);
    expect(problemsOf({ PRUNE_EVERY_SECONDS: '0' })).toHaveLength(1);
  });

  it('take a mail server, with a sender that it is likely to let through', () => {
    expect(readConfig({}).mail).toBeNull();
    const from = (env: Record<string, string>) => readConfig(env).mail?.from;
    expect(from({ SMTP_URL: 'smtps://bell%40example.com:pw@mail.example.com' })).toBe('bell@example.com');
    expect(from({ SMTP_URL: 'smtp://user:pw@mail.example.com:587', PUBLIC_URL: 'https://hooks.example.com' })).toBe('keybell@hooks.example.com');
    expect(from({ SMTP_URL: 'smtp://localhost:25' })).toBe('keybell@localhost');
    expect(from({ SMTP_URL: 'smtp://localhost:25', ALERT_FROM: 'alerts@example.com' })).toBe('alerts@example.com');
  });

  it.each(['mail.example.com', 'http://mail.example.com', 'smtp://', 'smtp://u:pa55@h/path', 'smtp://u:pa55%zz@h', 'smtp://u:pa55@h?pool=true', 'smtp://u:pa55@h:99999'])(
    'refuse the mail server %s without showing it', (SMTP_URL) => {
      const problems = problemsOf({ SMTP_URL, ALERT_FROM: 'Keybell <keybell@example.com>' });
      expect(problems).toHaveLength(2);
      expect(problems[0]).toMatch(/^SMTP_URL must be smtp:/);
      expect(problems[0]).not.toContain('pa55');
    },
  );

  it('take an administrator only whole', () => {
    expect(problemsOf({ ADMIN_EMAIL: 'a@b.example' })).toEqual([expect.stringMatching(/go together/)]);
  });
});
