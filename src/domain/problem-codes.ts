type ProblemText = { status: number; zh: string; en: string; remedy?: string }

/** Every refusal of the platform. A code is a promise to callers: add codes, never rename or reuse one. */
export const PROBLEMS = {
  validation: { status: 400, zh: '提交的内容不符合要求', en: 'The request does not fit its schema', remedy: '按提示修改后重新提交' },
  unauthenticated: { status: 401, zh: '请先登录', en: 'Sign in first', remedy: '登录后会回到原来的页面' },
  'sign-in-failed': { status: 401, zh: '用户名或密码不正确', en: 'User name or password is wrong' },
  'account-locked': { status: 429, zh: '连续失败次数过多，账户已暂时锁定', en: 'Too many failures; the account is locked for a while' },
  'csrf-refused': { status: 403, zh: '请求来源不可信', en: 'The request does not come from our own pages', remedy: '刷新页面后重试' },
  forbidden: { status: 403, zh: '您的岗位不能进行此操作', en: 'Your post may not do this', remedy: '请由有权限的同事办理' },
  'not-found': { status: 404, zh: '不存在，或您无权查看', en: 'Not there, or not for you to see' },
  'state-conflict': { status: 409, zh: '案件当前状态不允许此操作', en: 'The present state does not allow this' },
  'transition-not-allowed': { status: 409, zh: '当前诉讼阶段不能进行此操作', en: 'The stage of the proceedings does not allow this step' },
  'person-required': { status: 422, zh: '请选择要办理的人员', en: 'Say for which person' },
  'fact-required': { status: 422, zh: '缺少必填内容', en: 'A required fact is missing' },
  'occurred-in-future': {
    status: 422,
    zh: '发生时间晚于现在',
    en: 'The time of the event lies in the future',
    remedy: '核对法律文书上的时间',
  },
  'occurred-before-case': { status: 422, zh: '发生时间早于前一法定步骤', en: 'The time of the event lies before the step it follows' },
  'id-number-invalid': {
    status: 422,
    zh: '身份证号码校验不通过',
    en: 'The identity number fails its check digit',
    remedy: '核对号码；确实不明的，姓名依据选择“自报”',
  },
  'agency-wrong-type': { status: 422, zh: '接收单位类型不符', en: 'The receiving agency is of the wrong kind' },
  'assignee-invalid': { status: 422, zh: '承办人不存在或不属于本单位', en: 'The person to handle the case is not of this agency' },
  'gate-not-passed': { status: 409, zh: '移送材料不齐', en: 'Papers required at this gate are missing', remedy: '按清单补齐后再移送' },
  'dossier-unsorted': {
    status: 409,
    zh: '还有未归类的材料',
    en: 'Some files are not sorted into the dossier yet',
    remedy: '先在卷宗页归类',
  },
  'hand-over-open': { status: 409, zh: '已有一次移送在办理中', en: 'A hand-over of this case is already open' },
  'hand-over-not-open': { status: 409, zh: '该次移送当前状态不能进行此操作', en: 'The hand-over is not in a state that allows this' },
  'second-person-required': { status: 409, zh: '须由另一名人员办理', en: 'A second person must do this', remedy: '请审批人办理' },
  'document-sent': {
    status: 409,
    zh: '材料已随案移送，不得改动',
    en: 'The document went out with a hand-over and stays as it is',
    remedy: '以补充卷另行提交',
  },
  'document-duplicate': { status: 409, zh: '相同内容的材料已在本案中', en: 'The same bytes are in this case already' },
  'version-conflict': {
    status: 409,
    zh: '他人刚刚办理了本案，请查看后再试',
    en: 'Somebody else changed the case meanwhile',
    remedy: '刷新后确认再办理',
  },
  'idempotency-key-reused': { status: 409, zh: '同一请求编号已用于其他内容', en: 'This idempotency key was used for another request' },
  'idempotency-in-progress': { status: 409, zh: '相同请求正在办理', en: 'The same request is being worked on' },
  'precondition-failed': { status: 412, zh: '页面内容已过期，请刷新', en: 'The resource changed since you read it' },
  'idempotency-key-required': { status: 428, zh: '缺少请求编号（Idempotency-Key）', en: 'An Idempotency-Key is required' },
  'rate-limited': { status: 429, zh: '操作过于频繁，请稍后再试', en: 'Too many requests' },
  'range-not-satisfiable': { status: 416, zh: '请求的范围超出文件', en: 'The range lies outside the file' },
  'upload-missing': { status: 400, zh: '没有收到文件', en: 'No file came' },
  'upload-empty': { status: 400, zh: '文件是空的（0 字节）', en: 'The file is empty', remedy: '重新扫描或导出后上传' },
  'upload-too-many': { status: 400, zh: '一次只能提交一个文件', en: 'One file at a time' },
  'upload-aborted': { status: 400, zh: '上传中断，未保留任何内容', en: 'The upload broke off; nothing was kept', remedy: '重新上传该文件' },
  'upload-too-large': { status: 413, zh: '文件超过大小上限', en: 'The file is too large', remedy: '分册扫描后上传' },
  'upload-size-mismatch': { status: 422, zh: '文件大小与声明不一致', en: 'The size differs from what was declared' },
  'upload-digest-mismatch': { status: 422, zh: '文件摘要与声明不一致', en: 'The digest differs from what was declared' },
  'upload-type-mismatch': {
    status: 415,
    zh: '文件内容与类型不符，或格式不受支持',
    en: 'Extension, declared type and bytes differ',
    remedy: '请上传 PDF、JPEG 或 PNG 原件',
  },
  'upload-name-invalid': {
    status: 422,
    zh: '文件名含有不允许的字符或过长',
    en: 'The file name has characters that are not allowed or is too long',
  },
  'image-malformed': { status: 422, zh: '图片损坏或不完整', en: 'The picture is damaged or cut off', remedy: '重新扫描后上传' },
  'pdf-malformed': { status: 422, zh: 'PDF 文件损坏或不完整', en: 'The PDF is damaged or cut off', remedy: '重新导出 PDF 后上传' },
  'pdf-decompression-limit': { status: 422, zh: 'PDF 解压后内容过大', en: 'The PDF inflates beyond the limit' },
  'pdf-too-complex': { status: 422, zh: 'PDF 过于复杂，无法在限定时间内检查', en: 'The PDF is too complex to check in time' },
  'pdf-encrypted': { status: 422, zh: 'PDF 已加密', en: 'The PDF is encrypted', remedy: '去除密码后上传' },
  'pdf-active-content': { status: 422, zh: 'PDF 含有脚本或可执行动作', en: 'The PDF has active content', remedy: '打印为 PDF 后上传' },
  'pdf-embedded-file': { status: 422, zh: 'PDF 内嵌了其他文件', en: 'The PDF has embedded files', remedy: '将附件单独上传' },
  'pdf-page-limit': { status: 422, zh: 'PDF 页数或页面尺寸超出上限', en: 'The PDF has too many or too large pages', remedy: '分册后上传' },
  'pdf-changed-after-signing': { status: 422, zh: 'PDF 在签名后被改动', en: 'The PDF was changed after it was signed' },
  'zip-malformed': {
    status: 422,
    zh: '压缩包损坏或加密',
    en: 'The archive is damaged or encrypted',
    remedy: '重新打包为不加密的 zip 后上传',
  },
  'zip-limit': { status: 422, zh: '压缩包文件数或解压后大小超出上限', en: 'The archive has too many files or inflates beyond the limit' },
  'object-corrupt': { status: 500, zh: '存储内容与登记的摘要不一致，已停止使用并报警', en: 'Stored bytes differ from their digest' },
  'scan-unavailable': { status: 503, zh: '文件检查服务暂不可用', en: 'The file check is not available', remedy: '稍后自动重试' },
  'dependency-unavailable': {
    status: 503,
    zh: '系统组件暂不可用，请稍后再试',
    en: 'A server we need is not available',
    remedy: '数据未丢失，请稍后重试',
  },
  'storage-full': {
    status: 507,
    zh: '存储空间不足，暂停接收文件',
    en: 'The disk is full; uploads are refused',
    remedy: '请通知系统管理员清理空间',
  },
  'unsupported-media-type': { status: 415, zh: '请求的内容类型不受支持', en: 'The content type is not supported' },
  'payload-too-large': { status: 413, zh: '请求内容过大', en: 'The request body is too large' },
  'method-not-allowed': { status: 405, zh: '不支持该请求方法', en: 'The method is not supported here' },
  'clock-fixed': { status: 403, zh: '正式环境的法定时钟不可调整', en: 'The legal clock cannot be set outside the demo and test profiles' },
  internal: { status: 500, zh: '系统内部错误，已记录', en: 'An internal error; it was logged', remedy: '请将请求编号告知系统管理员' },
} as const satisfies Record<string, ProblemText>

export type ProblemCode = keyof typeof PROBLEMS

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code)

/** Title, remedy and status of a code. */
export function problemText(code: ProblemCode): ProblemText {
  return PROBLEMS[code]
}
