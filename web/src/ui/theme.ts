import type { ThemeConfig } from 'antd'

/** The component library in our colours: ink and one deep blue; its red is kept for what is overdue. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1d3f72',
    colorInfo: '#1d3f72',
    colorLink: '#1d3f72',
    colorError: '#855000',
    colorWarning: '#855000',
    colorTextBase: '#16202e',
    colorTextDescription: '#475467',
    colorTextPlaceholder: '#66717f',
    colorTextDisabled: '#66717f',
    colorTextQuaternary: '#66717f',
    colorBorder: '#c6cdd8',
    borderRadius: 4,
    fontSize: 14,
    controlHeight: 32,
    motion: false,
    fontFamily: 'var(--font)',
  },
  components: { Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 } },
}
