import t from 'tap'
import { readSources, type Source } from './support/imports.ts'

/** The rooms of src/: each may import those before it, so there is no way round in a circle. */
const ROOMS = [
  'domain',
  'periods',
  'agencies',
  'access',
  'audit',
  'identity',
  'eligibility',
  'cases',
  'calendars',
  'dues',
  'dossier',
  'reading',
  'cards',
  'custody',
  'handovers',
  'papers',
  'fasttrack',
  'alerts',
  'casefile',
  'integrity',
  'connectors',
]
/** One outside thing each: the database, the object store, PDF, digests and keys, mail and message gateways, a browser, the flow engine, HTTP. */
const ADAPTERS = ['crypto', 'db', 'storage', 'pdf', 'messaging', 'browser', 'temporal', 'http']

/** What another room may always import. */
const DOOR_FILES = ['model.ts', 'rules.ts', 'commands.ts']
/** Doors with a name of their own, and why each is one. */
const NAMED_DOORS: Readonly<Record<string, string>> = {
  'domain/': 'the words of everybody',
  'periods/table.ts': 'the periods as data',
  'periods/calendar.ts': 'a published holiday list and the calendar it makes',
  'periods/calendar-store.ts': 'the holidays in force, read once',
  'periods/explain.ts': 'how a date is said',
  'periods/clocks.ts': 'the clocks of a case from its events',
  'periods/reasons.ts': 'why a count stops or begins anew',
  'periods/extension.ts': 'what a prolongation is called',
  'periods/basis.ts': 'how an article is cited in Chinese',
  'periods/thresholds.ts': 'when a due date is spoken of',
  'eligibility/table.ts': 'the rows of the eligibility table',
  'eligibility/answers.ts': 'the answers that stand, read with the case',
  'audit/store.ts': 'the walk along the chains of the trail',
  'cases/transitions.ts': 'the table of steps',
  'cases/transition.ts': 'what a row of that table says',
  'cases/measures.ts': 'who is in custody',
  'cases/age.ts': 'how old somebody was on a day',
  'cards/table/case-card.schema.json': 'the schema of the card',
  'cases/conditions.ts': 'what the law asks of a case, as questions to its facts',
  'cases/circumstances.ts': 'the table of declared circumstances',
  'cases/turn.ts': 'the table of what is next',
  'cases/deadline-rules.ts': 'which change of a deadline the law allows, asked before anybody does it',
  'cases/clock-store.ts': 'the rows of the clocks, counted anew by later rooms',
  'cases/titles/store.ts': 'the rows of the custody titles, counted anew by later rooms',
  'cases/recount.ts': 'the open periods of a case under another calendar',
  'cases/locked-case.ts': 'later rooms change a case only while they hold its row',
  'cases/sentence.ts': 'the days of a term',
  'cases/numbers.ts': 'how numbers are written, as data',
  'cases/titles/ends.ts': 'until when somebody may be held',
  'dossier/intake.ts': 'a paper that the platform makes is taken in like any file',
  'dossier/shown.ts': 'the pages of a paper as the reader shows them, read for their words',
  'dossier/digests.ts': 'a manifest names digests, so what lacks is computed before it is frozen',
  'fasttrack/track.ts': 'whose a mark is',
  'handovers/legs.ts': 'the table of the ways of a file',
  'domain/chinese.ts': 'how a paper writes a day',
  'cards/table/fields.ts': 'the fields of the case card as data',
  'cards/gate.ts': 'what a card lacks to go along with the case',
  'cards/snapshot.ts': 'a card as a document of the schema',
  'handovers/gates.ts': 'what a receiver would miss, asked by the case page too',
}
/** Tables and decisions beside model.ts and rules.ts that are as pure as these. */
const PURE = [
  'access/matrix.ts',
  'alerts/letters/initials.ts',
  'alerts/letters/levels.ts',
  'alerts/letters/office-hours.ts',
  'alerts/letters/raising.ts',
  'alerts/letters/recipients.ts',
  'periods/table.ts',
  'periods/calendar.ts',
  'periods/clocks.ts',
  'periods/count.ts',
  'periods/count-days.ts',
  'periods/count-hours.ts',
  'periods/engine.ts',
  'periods/basis.ts',
  'periods/explain.ts',
  'periods/extension.ts',
  'periods/ledger.ts',
  'periods/reasons.ts',
  'periods/restart.ts',
  'periods/roll-over.ts',
  'periods/span.ts',
  'periods/suspension.ts',
  'periods/thresholds.ts',
  'periods/wording.ts',
  'eligibility/table.ts',
  'cases/circumstances.ts',
  'cases/conditions.ts',
  'cases/correction-rules.ts',
  'cases/deadline-rules.ts',
  'cases/age.ts',
  'cases/effects.ts',
  'cases/fields.ts',
  'cases/measures.ts',
  'cases/sentence.ts',
  'cases/start-instants.ts',
  'cases/transition.ts',
  'cases/numbers.ts',
  'cases/period-effects.ts',
  'cases/replay.ts',
  'cases/responsible.ts',
  'cases/transitions.ts',
  'cases/turn.ts',
  'cases/void-rules.ts',
  'dossier/producers.ts',
  'fasttrack/scheme.ts',
  'handovers/gate-conditions.ts',
  'integrity/checks.ts',
  'handovers/gates.ts',
  'handovers/jurisdiction.ts',
  'handovers/legs.ts',
  'domain/chinese.ts',
  'cards/fill-rules.ts',
  'cards/same-value.ts',
  'cards/table/fields.ts',
  'papers/fact-table.ts',
  'papers/facts.ts',
  'papers/fill.ts',
  'papers/person-codes.ts',
  'papers/sentence.ts',
  'papers/templates.ts',
  'papers/words.ts',
]

/** Folders of such tables. */
const PURE_FOLDERS = ['cases/effects/', 'cases/table/', 'cards/table/', 'reading/extract/']

type Place = { readonly path: string; readonly area: string; readonly room: string; readonly file: string; readonly inRoom: string }

function placeOf(path: string): Place {
  const parts = path.split('/')
  const [area = '', second = ''] = parts
  const room = area === 'src' && parts.length > 2 ? second : ''
  return { path, area, room, file: parts.at(-1) ?? '', inRoom: parts.slice(1).join('/') }
}

const orderOf = (room: string): number => ROOMS.indexOf(room)
const isRoom = ({ room }: Place): boolean => orderOf(room) >= 0
const isAdapter = ({ room }: Place): boolean => ADAPTERS.includes(room)
const isPure = ({ room, file, inRoom }: Place): boolean =>
  room === 'domain' ||
  (orderOf(room) >= 0 && (file === 'model.ts' || file === 'rules.ts')) ||
  PURE.includes(inRoom) ||
  PURE_FOLDERS.some(folder => inRoom.startsWith(folder))
const isDoor = ({ room, file, inRoom }: Place): boolean => room === 'domain' || DOOR_FILES.includes(file) || inRoom in NAMED_DOORS
/** What proves a certificate, and its words: both run in a browser too, so they import nothing but their like. */
const isProof = ({ inRoom }: Place): boolean => inRoom.startsWith('crypto/proof/') || inRoom === 'custody/certificate/model.ts'
/** The case page shows several rooms at once and writes nothing: it alone reads the tables of other rooms where they lie. */
const readsTables = (from: Place, to: Place): boolean =>
  from.room === 'casefile' && ['store.ts', 'entities.ts', 'schemas.ts'].includes(to.file)

/** Each rule with its sentence: a pair of files that meets `broken` may not be joined by an import. */
const RULES: readonly { readonly sentence: string; readonly broken: (from: Place, to: Place) => boolean }[] = [
  {
    sentence: 'domain/ imports nothing of the project',
    broken: (from, to) => from.room === 'domain' && to.room !== 'domain',
  },
  {
    sentence: 'a room imports only rooms before it',
    broken: (from, to) => isRoom(from) && isRoom(to) && orderOf(to.room) > orderOf(from.room),
  },
  {
    sentence: 'another room goes through a door: model.ts, rules.ts, commands.ts or a named one',
    broken: (from, to) => isRoom(from) && isRoom(to) && from.room !== to.room && !isDoor(to) && !readsTables(from, to),
  },
  {
    sentence: 'tables and decisions of the law import nothing but their like: no database, no server, no clock',
    broken: (from, to) => isPure(from) && !isPure(to) && !to.file.endsWith('.json'),
  },
  {
    sentence: 'entities.ts imports its own model.ts and domain/',
    broken: (from, to) =>
      isRoom(from) && from.file === 'entities.ts' && !(to.room === 'domain' || (to.room === from.room && to.file === 'model.ts')),
  },
  {
    sentence: 'store.ts speaks to the database and to nobody else',
    broken: (from, to) => isRoom(from) && from.file === 'store.ts' && ['http', 'temporal', 'storage', 'crypto'].includes(to.room),
  },
  {
    sentence: 'only routes.ts and schemas.ts, and a list of routes, know HTTP',
    broken: (from, to) =>
      isRoom(from) && to.room === 'http' && !['routes.ts', 'schemas.ts'].includes(from.file) && from.inRoom !== 'casefile/reference.ts',
  },
  {
    sentence: 'no room imports the server that collects the routes, the settings or a process',
    broken: (from, to) => isRoom(from) && (to.inRoom === 'http/server.ts' || (to.area === 'src' && to.room === '')),
  },
  {
    sentence: 'no room imports a flow: a flow hears of facts by the outbox',
    broken: (from, to) => isRoom(from) && (to.area === 'workflows' || to.room === 'temporal'),
  },
  {
    sentence: 'db/ knows a room only by its entities, http/ by its routes and by whom it asks for rights and the trail',
    broken: (from, to) =>
      isAdapter(from) &&
      isRoom(to) &&
      to.room !== 'domain' &&
      !(from.room === 'db' && to.file === 'entities.ts') &&
      !(from.inRoom === 'http/server.ts' && (to.file === 'routes.ts' || to.inRoom === 'casefile/reference.ts')) &&
      !(from.room === 'http' && ['agencies', 'access', 'audit'].includes(to.room) && DOOR_FILES.includes(to.file)),
  },
  {
    sentence: 'an adapter imports no other, save that all may use db/, and http/ names the ones it hands on',
    broken: (from, to) => isAdapter(from) && isAdapter(to) && from.room !== to.room && to.room !== 'db' && from.inRoom !== 'http/deps.ts',
  },
  {
    sentence:
      'the command line is a client: it imports words of domain/, itself, a browser to click in, and what proves a certificate without any server',
    broken: (from, to) => from.room === 'cli' && !['cli', 'domain', 'browser'].includes(to.room) && !isProof(to),
  },
  {
    sentence: 'nobody imports the command line, the processes or the migrations, save db/ the last',
    broken: (from, to) =>
      (to.room === 'cli' && from.room !== 'cli') ||
      ['api.ts', 'worker.ts', 'connector-worker.ts', 'setup.ts'].includes(to.inRoom) ||
      (to.area === 'migrations' && from.area !== 'migrations' && from.room !== 'db'),
  },
  {
    sentence: 'a migration stands alone: what it did stays done when the code goes on',
    broken: (from, to) => from.area === 'migrations' && to.area !== 'migrations',
  },
  {
    sentence: 'workflows/ imports itself, domain/, periods/, and any model.ts or rules.ts, so that no database comes into a flow',
    broken: (from, to) =>
      from.area === 'workflows' && to.area !== 'workflows' && !['domain', 'periods'].includes(to.room) && !(isRoom(to) && isPure(to)),
  },
  {
    sentence: 'src/ imports of workflows/ only the contract and the port',
    broken: (from, to) => from.area === 'src' && to.area === 'workflows' && !['contract.ts', 'activities.ts'].includes(to.file),
  },
  {
    sentence: 'the screens speak HTTP only, save that the page that checks certificates proves them as the command line does',
    broken: (from, to) => from.area === 'web' && to.area !== 'web' && !(from.path.startsWith('web/src/verify/') && isProof(to)),
  },
  {
    sentence: 'infra/ starts programs and imports none',
    broken: (from, to) => from.area === 'infra' && to.area !== 'infra',
  },
  {
    sentence: 'nothing but a test or a measurement imports a test or a measurement',
    broken: (_from, to) => ['test', 'bench'].includes(to.area),
  },
]

const sources = readSources('src', 'workflows', 'migrations', 'infra', 'web/src')
const joined = sources.flatMap(source => source.imports.map(to => ({ from: placeOf(source.path), to: placeOf(to) })))
const inRooms = sources.filter(({ path }) => isRoom(placeOf(path)))
const pureSources = inRooms.filter(({ path }) => isPure(placeOf(path)))
const said = (found: readonly Source[], pattern: RegExp): string[] => found.filter(({ text }) => pattern.test(text)).map(({ path }) => path)

t.test('every import goes by the rules of rooms and doors', async t => {
  t.ok(joined.length > 500, `${joined.length} imports are read`)
  for (const { sentence, broken } of RULES)
    t.same(
      joined.filter(({ from, to }) => broken(from, to)).map(({ from, to }) => `${from.path} → ${to.path}`),
      [],
      sentence,
    )
})

t.test('every folder of src/ is a room, an adapter or the command line', async t => {
  const folders = new Set(sources.filter(({ path }) => path.startsWith('src/')).map(({ path }) => placeOf(path).room))
  t.same(folders, new Set(['', ...ROOMS, ...ADAPTERS, 'cli']))
})

t.test('every named door and table is there and in use', async t => {
  const reached = new Set(joined.filter(({ from, to }) => from.room !== to.room).map(({ to }) => to.inRoom))
  for (const door of Object.keys(NAMED_DOORS).filter(name => name.endsWith('.ts')))
    t.ok(reached.has(door), `${door} is opened by another room`)
  for (const table of PURE)
    t.ok(
      inRooms.some(({ path }) => path === `src/${table}`),
      table,
    )
})

t.test('what the law decides knows no clock, no chance and no package but the one for schemas', async t => {
  t.same(said(pureSources, /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/), [])
  t.same(
    pureSources.filter(({ packages }) => packages.some(name => !name.startsWith('typebox'))).map(({ path }) => path),
    [],
  )
})

t.test('a flow imports of packages only its own', async t => {
  const flows = sources.filter(({ path }) => path.startsWith('workflows/'))
  t.same(new Set(flows.flatMap(({ packages }) => packages)), new Set(['@temporalio/common', '@temporalio/workflow']))
})

t.test('the environment is read by config.ts, by the owner’s setup and by the command line', async t => {
  const readers = said(
    sources.filter(({ path }) => path.startsWith('src/')),
    /process\.env/,
  )
  t.same(
    readers.filter(path => !path.startsWith('src/cli/')),
    ['src/config.ts', 'src/setup.ts'],
  )
})

t.test('no room has an index.ts that would drag all of it along, nor a drawer of odds and ends', async t => {
  t.same(
    sources.map(({ path }) => path).filter(path => path.startsWith('src/') && /\/(index|utils?|helpers?|misc)\.ts$/.test(path)),
    [],
  )
})
