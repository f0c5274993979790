import { describe, expect, it } from 'vitest';
import { invitationProblems, standingAfter } from '../../../../client/pages/session/invitation-form.ts';

describe('the form of an invitation', () => {
  it('asks somebody new for a name and a long password', () => {
    expect(Object.keys(invitationProblems({ standing: 'new', name: ' ', password: 'short' }))).toEqual(['name', 'password']);
    expect(invitationProblems({ standing: 'new', name: 'Ana', password: 'correct horse battery' })).toEqual({});
    expect(invitationProblems({ standing: 'new', name: 'Ana', password: 'x'.repeat(201) })).toHaveProperty('password');
  });

  it('asks somebody known for the present password only, however short', () => {
    expect(invitationProblems({ standing: 'known', name: '', password: 'short' })).toEqual({});
    expect(invitationProblems({ standing: 'known', name: '', password: '' })).toHaveProperty('password');
  });

  it('asks for the present password when the server knows the person', () => {
    expect(standingAfter('new', { password: 'You can sign in here already.' })).toBe('known');
  });

  it('asks for a name when the server does not', () => {
    expect(standingAfter('known', { name: 'Enter a name.', password: 'Too short.' })).toBe('new');
  });

  it('stays as it is for a wrong password or a link that does not work', () => {
    expect(standingAfter('known', { password: 'This is not your password.' })).toBe('known');
    expect(standingAfter('new', { token: 'Used already.' })).toBe('new');
  });
});
