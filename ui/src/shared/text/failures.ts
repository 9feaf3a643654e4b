/// What each failure says to the person: what happened, and what to do now. Where it happened is in the detail.
import type { Code, Failure } from '../../bindings'

export interface FailureText {
  title: string
  advice: string
}

export const FAILURES: Record<Code, FailureText> = {
  invalid: { title: '有内容需要改正', advice: '请按每一处的提示改正后再继续。' },
  not_found: { title: '找不到这条记录或这个文件', advice: '它可能已被撤销或移走。请返回列表，刷新后再找。' },
  changed_meanwhile: { title: '这条记录刚被改过', advice: '请重新打开这条记录，再填一次您的修改。' },
  locked: { title: '数据文件已锁定', advice: '请输入密码解锁后继续，没有保存的内容会留着。' },
  wrong_password: { title: '密码或恢复码不对', advice: '请检查大写锁定和输入法状态后再试；忘记密码可以用恢复单上的恢复码打开。' },
  not_our_file: { title: '这不是防疫台账的数据文件', advice: '请选择后缀为 .taizhang 的文件。' },
  target_exists: { title: '那个位置已有同名文件', advice: '原来的文件没有改动。请换一个文件名或文件夹。' },
  file_damaged: { title: '数据文件已损坏', advice: '原文件保持原样。请在“恢复”中选择最近一份备份。' },
  file_too_new: { title: '数据文件由更新的版本写成', advice: '文件没有改动。请安装新版本后再打开。' },
  chain_broken: { title: '修改痕迹不完整', advice: '请不要继续录入；先从最近一份备份恢复，并保留这个文件备查。' },
  file_in_use: { title: '数据文件正在别处打开', advice: '请先在那边关闭，再打开一次。' },
  read_only: { title: '现在只能查看，不能保存', advice: '请把文件移到可以写入的文件夹，或在占用它的程序关闭后重新打开。' },
  io: { title: '读写磁盘时出错', advice: '请检查磁盘空间、U盘是否插好、文件夹是否可以写入，然后再试。' },
  cancelled: { title: '已取消', advice: '没有任何改动。' },
  bug: { title: '程序出了差错', advice: '已保存的内容不受影响。请关闭后重新打开；再次出现时，把日志交给技术支持。' },
}

/** Title, place and advice of `failure` in one piece, and what the system itself said. */
export function describe(failure: Failure): FailureText & { detail: string; raw: string } {
  const { system } = failure
  if (system) return { title: system.title, detail: system.place, advice: system.advice, raw: system.raw }
  const text = FAILURES[failure.code]
  const said = failure.problems.map((problem) => problem.message)
  const detail = said.length > 0 ? said.join('\n') : failure.code === 'bug' ? failure.detail : ''
  return { ...text, detail, raw: '' }
}

/** The same as one text, for a place beside a field. */
export function inOneLine(failure: Failure): string {
  const text = describe(failure)
  return `${text.title}。${text.detail === '' ? '' : `${text.detail} `}${text.advice}`
}
