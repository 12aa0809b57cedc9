// Runs in any browser: below the floor (Chromium 88) it says so plainly instead of leaving an empty page.
;(() => {
  var ok =
    typeof Promise !== 'undefined' && typeof WeakRef === 'function' && ''.replaceAll && window.CSS && CSS.supports('aspect-ratio', '1')
  if (ok) return
  document.addEventListener('DOMContentLoaded', () => {
    document.body.innerHTML =
      '<main><h1>浏览器版本过低</h1><p>案联需要 Chromium 88 或更高内核的浏览器(如新版 360、奇安信、红莲花、Edge、Chrome)。请联系本单位信息部门升级后再打开。</p>' +
      '<p lang="en">This browser is too old. Chromium 88 or later is needed.</p></main>'
  })
})()
