export const handOver = {
  title: 'Hand-over',
  earlier: 'All hand-overs',
  nothing: 'No hand-overs',
  prepareHint:
    'A second person checks and sends it; the dossier is frozen into the manifest when it is sent. Until it is accepted, the case and its periods stay with your agency.',
  draftHint: 'Waits for a second person with approval rights to send it. Papers can still be added; the manifest is frozen on sending.',
  toAgency: 'Receiver',
  note: 'Note',
  leg: 'Hand-over',
  round: 'round {{round}}',
  content: '{{documents}} documents · {{pages}} pages · {{persons}} person(s)',
  contents: 'Contents',
  fromTo: 'From / to',
  stateColumn: 'State',
  sent: 'Sent',
  notSent: 'not sent yet',
  answeredAt: 'answered {{time}}',
  preparedBy: 'prepared by {{name}}',
  sentBy: 'sent by {{name}}',
  answeredBy: 'answered by {{name}}',
  stuck: 'No progress since {{time}},',
  stuckShort: 'waiting',
  noteIs: 'Note: {{note}}',
  reasonIs: 'Reason: {{reason}}',
  supplementUntil: 'Supplement asked, until {{day}}',
  history: 'History',
  step: { sent: 'Sent', delivered: 'Delivered', received: 'Received', answered: 'Accepted or returned' },
  state: {
    draft: 'to be sent',
    sent: 'being checked',
    checked: 'checked',
    delivered: 'to be received',
    received: 'receipt check',
    supplement: 'supplement asked',
    accepted: 'accepted',
    returned: 'returned',
    recalled: 'recalled',
    faulty: 'check failed',
  },
}

export const gate = {
  title: 'Papers for the hand-over',
  passed: 'complete',
  wanting: '{{missing}} papers missing, {{failed}} checks failed',
  unread: 'Only those who may open the case see the result of the check.',
  checks: 'Formal checks',
  ok: 'passed',
  notOk: 'failed',
  status: 'Status',
  paper: 'Paper',
  level: 'Needed',
  where: 'See',
  open: 'open',
  openN: 'open {{n}}',
  showBeside: 'Show {{count}} that do not apply, with the reason',
  hideBeside: 'Hide what does not apply',
  levelName: { required: 'always', conditional: 'depends' },
  state: { present: 'present', missing: 'missing', notApplicable: 'not applicable', waived: 'waived' },
}

export const circumstances = {
  title: 'Declared circumstances',
  none: 'Nothing declared: papers that depend on circumstances are not asked for.',
  edit: 'Declare circumstances',
  hint: 'Tick what has happened. What is not ticked counts as not having happened, and its papers are not asked for.',
  save: 'Declare these',
}

export const manifest = {
  title: 'Manifest',
  count: '{{count}} documents',
  digest: 'Digest',
  signature: 'Signature of the sender',
  seq: 'No.',
  document: 'Document',
  volume: 'Volume',
  pages: 'Pages',
  size: 'Size',
  supplement: 'supplement {{n}}',
}

export const receipt = { title: 'Receipts', none: 'No receipt yet' }

export const desk = {
  title: 'Receiving desk',
  in: 'In',
  out: 'Out',
  back: 'Back to the desk',
  empty: { in: 'Nothing to receive', out: 'Nothing was sent' },
  hint: { in: 'What other agencies hand over appears here by itself.', out: 'Prepare and send from the hand-over tab of a case.' },
}
