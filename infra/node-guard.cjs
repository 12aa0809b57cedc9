// biome-ignore-all lint/style/useTemplate: loaded first by every script, also by a Node too old for anything newer than ES5
var WANTED = 24
var found = process.versions.node + ' (' + process.execPath + ')'
var lines = [
  '案联需要 Node.js ' + WANTED + ' 或更高版本，当前运行的是 ' + found + '。',
  '解决办法：在项目目录执行 npm ci，然后用 npm start 启动：npm 会使用随项目安装的 Node ' + WANTED + '。',
  '运行单个文件：node_modules/.bin/node <文件>。',
  '',
  'anlian needs Node.js ' + WANTED + ' or newer; this is ' + found + '.',
  'What to do: run "npm ci" in the project folder, then "npm start": npm uses the Node ' + WANTED + ' that is installed with the project.',
  'To run a single file: node_modules/.bin/node <file>.',
  '',
]
if (parseInt(process.versions.node, 10) < WANTED) {
  process.stderr.write(lines.join('\n'))
  process.exit(1)
}
