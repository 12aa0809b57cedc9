import { createBrowserRouter } from 'react-router'
import { CaseListPage } from './cases/CaseListPage.tsx'
import { SessionGate } from './session/SessionGate.tsx'
import { Shell } from './session/Shell.tsx'
import { RouteFault } from './ui/RouteFault.tsx'

/** Every screen has its address; all but the first are loaded when they are asked for. */
export const router = createBrowserRouter([
  {
    path: '/calculator',
    errorElement: <RouteFault />,
    hydrateFallbackElement: <div />,
    lazy: async () => ({ Component: (await import('./calculator/CalculatorPage.tsx')).CalculatorPage }),
  },
  {
    path: '/',
    element: (
      <SessionGate>
        <Shell />
      </SessionGate>
    ),
    errorElement: <RouteFault />,
    hydrateFallbackElement: <div />,
    children: [
      { index: true, element: <div /> },
      { path: 'cases', element: <CaseListPage /> },
      { path: 'cases/new', lazy: async () => ({ Component: (await import('./cases/NewCasePage.tsx')).NewCasePage }) },
      { path: 'cases/:caseId/persons/new', lazy: async () => ({ Component: (await import('./cases/NewPersonPage.tsx')).NewPersonPage }) },
      { path: 'cases/:caseId/:tab?', lazy: async () => ({ Component: (await import('./cases/CasePage.tsx')).CasePage }) },
      { path: 'desk', lazy: async () => ({ Component: (await import('./handovers/DeskPage.tsx')).DeskPage }) },
      { path: 'hand-overs/:handOverId', lazy: async () => ({ Component: (await import('./handovers/HandOverPage.tsx')).HandOverPage }) },
      { path: 'custody', lazy: async () => ({ Component: (await import('./custody/CentrePage.tsx')).CentrePage }) },
      { path: 'fast-track', lazy: async () => ({ Component: (await import('./fasttrack/BoardPage.tsx')).BoardPage }) },
      { path: 'duty-lawyer', lazy: async () => ({ Component: (await import('./fasttrack/LawyerPage.tsx')).LawyerPage }) },
      { path: 'hearings', lazy: async () => ({ Component: (await import('./fasttrack/HearingsPage.tsx')).HearingsPage }) },
      { path: 'letters', lazy: async () => ({ Component: (await import('./letters/LetterListPage.tsx')).LetterListPage }) },
      { path: 'letters/:letterId', lazy: async () => ({ Component: (await import('./letters/LetterPage.tsx')).LetterPage }) },
      { path: 'watch', lazy: async () => ({ Component: (await import('./watch/WatchPage.tsx')).WatchPage }) },
      { path: 'timeliness', lazy: async () => ({ Component: (await import('./watch/WaitingPage.tsx')).WaitingPage }) },
      { path: 'lines', lazy: async () => ({ Component: (await import('./handovers/LinesPage.tsx')).LinesPage }) },
      { path: 'connectors', lazy: async () => ({ Component: (await import('./connectors/ConnectorsPage.tsx')).ConnectorsPage }) },
      { path: 'meter', lazy: async () => ({ Component: (await import('./connectors/MeterPage.tsx')).MeterPage }) },
      { path: 'differences', lazy: async () => ({ Component: (await import('./connectors/DifferencesPage.tsx')).DifferencesPage }) },
      { path: 'integrity', lazy: async () => ({ Component: (await import('./integrity/IntegrityPage.tsx')).IntegrityPage }) },
      { path: 'calendars', lazy: async () => ({ Component: (await import('./calendars/CalendarsPage.tsx')).CalendarsPage }) },
      { path: 'post', lazy: async () => ({ Component: (await import('./post/PostPage.tsx')).PostPage }) },
      { path: '*', element: <RouteFault /> },
    ],
  },
])
