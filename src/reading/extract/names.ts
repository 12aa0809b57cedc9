/** Family names, the common ones; a compound one has two letters. */
const SINGLE =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱丘侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄颜苑尤温齐梅葛岳兰倪樊俞章鲁翁柳骆申左牛殷纪童詹安裴麦阮凌霍童祝游涂卓饶聂华耿焦路桂欧官甘盛连郁包古褚骆瞿季舒时卜涂滕符边穆应冉单丛艾车巩关阳蒲晏翟宁蓝雍解强房仇鲍柴闵嵇佟娄成池沙慕谷米佘粘'
const COMPOUND = ['欧阳', '上官', '司马', '诸葛', '皇甫', '令狐', '东方', '尉迟', '公孙', '慕容', '司徒', '夏侯']
const FAMILY = `(?:${COMPOUND.join('|')}|[${SINGLE}])`
const HAN = '[\\u4e00-\\u9fa5]'

/** A name with its family name, shortest first; or a name of another people in parts: 买买提·艾力. */
export const NAME = `(?:${HAN}{2,8}·${HAN}{2,8}?(?:·${HAN}{2,8}?)?|${FAMILY}${HAN}{1,3}?)`
/** A name whose family name is known. */
const FULL = new RegExp(`^${NAME}$`)
/** A name as it stands alone in a field: nobody's family name need be known. */
const ALONE = new RegExp(`^(?:${HAN}{2,4}|${HAN}{1,8}·${HAN}{1,8}(?:·${HAN}{1,8})?)$`)
/** Words of papers that have the form of a name. */
const NO_NAMES =
  /^(?:犯罪嫌疑|被告|被害|罪犯|有权|自愿|可以|应当|如实|涉嫌|已经|身份|姓名|性别|民族|供述|签名|捺印|认罪|权利|对该|在场|及其|没有|何某|何事|何时|何人|何种|何因|本人|同意|以上|曾用|年龄|单位|到案|无业|男|女|我|建议|情况|公民)/

export const isName = (text: string): boolean => ALONE.test(text) && !NO_NAMES.test(text)

/** The same, where nothing else says that it is a name. */
export const isFullName = (text: string): boolean => isName(text) && FULL.test(text)
