// Loaded after the first screen: a machine with Chinese fonts of its own never waits for these.
import '@fontsource/noto-sans-sc/400.css'
import '@fontsource/noto-sans-sc/600.css'
