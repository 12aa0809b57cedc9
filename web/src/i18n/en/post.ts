export const post = {
  nav: 'My post',
  title: 'My post',
  cases: 'Cases are open only to the agency that holds them and the people assigned to them; your post does not see their content.',
  demo: 'Demo: the clock at the upper right can be changed; sign out to pick somebody else.',
  of: {
    JB: 'You take requests for the duty lawyer, note meetings and give opinions under “Duty lawyer”. The dossier is not open to the justice bureau.',
    SV: 'You sign supervision letters and review answers under “Letters”, and see the report of the watch. Case contents are not open to supervision.',
    LW: 'Lawyers cannot read files on the platform today.',
    SA: 'You see the state of the services and the report of the watch, and load holiday lists. The system administrator cannot see cases or change the audit trail.',
    SE: 'People, posts and passwords are set at deployment today, not here. A security administrator sees no case.',
    AU: 'You can verify that the audit trail is whole. An audit administrator sees no case and cannot change the trail.',
  },
}

export const audit = {
  title: 'Audit trail',
  verify: 'Verify the audit trail',
  hint: 'Computes the digest of every entry anew and checks that it follows the one before; the verification is itself recorded.',
  whole: 'Whole, no change found',
  broken: '{{count}} entries do not follow',
  counted: '{{chains}} chains, {{entries}} entries, verified at {{at}}',
  chain: 'Chain',
  seq: 'No.',
  whyColumn: 'What is wrong',
  why: {
    hash: 'Content does not match its SHA-256',
    sm3: 'Content does not match its SM3',
    previous: 'Does not follow the digest before it',
    sequence: 'Numbers are missing',
    place: 'Not in its place',
    time: 'Time does not match the content',
  },
}

export const service = {
  title: 'Services',
  ok: 'Ready',
  notOk: 'Not ready',
  component: 'Service',
  state: 'State',
  remedy: 'What mends it',
  answers: 'Answers',
  away: 'No answer',
  name: { database: 'Database', audit: 'Audit writing', store: 'Object store', flow: 'Flow engine' },
}
