//! The command line: verbs, their arguments and help, all in Chinese.
//!
//! Owns the spelling of every option and what a wrong command line is told. What the values mean is the verbs' affair.

mod inspecting;
pub mod reporting;

pub use inspecting::{Compare, Extent, Pack, Rectify, Retire};
pub use reporting::{Package, PackageVerb, Report};

use crate::failure::Failure;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;

const AFTER_HELP: &str =
    "密码不写在命令行上：TAIZHANG_PASSWORD 现用密码，TAIZHANG_NEW_PASSWORD 新密码，TAIZHANG_RECOVERY 恢复码；
在终端里运行时也可以当场输入。TAIZHANG_OPERATOR 指明记录人，不指明时是单位的经办人。
日期可以写成 2021-08-12、2021.8.12、20210812、8月12日、今天、昨天。
返回值：0 完成，1 被规则拒绝或输入有误，2 用法不对，3 密码不对或文件不完好，4 磁盘或系统问题。";

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// 防疫台账的命令行：同一个程序，没有窗口。
#[derive(Parser)]
#[command(name = "taizhang-cli", disable_help_flag = true, disable_help_subcommand = true, disable_version_flag = true)]
#[command(subcommand_help_heading = "命令", subcommand_value_name = "命令", after_help = AFTER_HELP)]
#[command(next_help_heading = "选项")]
pub struct Command {
    /// 结果写成一个 JSON 对象
    #[arg(long, global = true)]
    pub json: bool,
    /// 显示用法
    #[arg(short = 'h', long = "help", global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What can be done.
#[derive(Subcommand)]
pub enum Verb {
    /// 新建数据文件，给出恢复码（只显示这一次）
    New(New),
    /// 新建一个示例文件：虚构的单位，有半年的记录
    Sample(Sample),
    /// 列出所有台账及其栏目、可选值、表头
    Ledgers,
    /// 列出一本台账的记录
    List(List),
    /// 新增一条记录
    Add(Add),
    /// 修改一条记录中写到的栏目
    Change(Change),
    /// 作废记录，记录仍保留；几条一起作废算一步
    Void(Void),
    /// 恢复一条作废的记录
    Unvoid(Unvoid),
    /// 对几条记录一起做一件事，算一步，例如 登记接种、改部门
    Act(Act),
    /// 同一个人登记了两条：并成一条，算一步，可以撤销；加 --dry-run 先看要选什么
    Merge(Merge),
    /// 撤销最近的操作
    Undo(Steps),
    /// 重做刚撤销的操作
    Redo(Steps),
    /// 给一条记录添附件：照片、扫描件，JPG、PNG 或 PDF，算一步
    Attach(Attach),
    /// 移除一件附件，图片留在文件里，可以撤销
    Detach(Detach),
    /// 把一件附件存成文件
    Extract(Extract),
    /// 销毁一个人或一条记录，连同修改痕迹里的内容，不能撤销；先列出会销毁什么，加 --yes 才做
    Erase(Erase),
    /// 查看修改痕迹
    History(History),
    /// 导入表格：先看清每一行怎么办，再一次写入能导入的行
    Import(Import),
    /// 把一本台账存成表格，改过的可以再导入
    Export(Export),
    /// 今天（或某一天）的情况：疫苗、旅居史、消毒通风，谁到期，哪里缺记
    Status(Status),
    /// 把二十条的缺口转为一次自查和整改问题，算一步；先列出有哪些缺口，加 --yes 才写
    Rectify(Rectify),
    /// 统计：接种率、测温、消毒通风、二十条缺口，每天或每月多少
    Stats(Stats),
    /// 情况报送：算出日报、周报、月报或专题的数字，可以定稿、登记、生成报送包
    Report(Report),
    /// 报送包：核对收到的，或为定稿的报送生成
    Package(Package),
    /// 打印成 PDF
    Print(Print),
    /// 迎检包写成一个文件夹，交给检查的人
    Pack(Pack),
    /// 比较留存的两册迎检包：哪些状态、条数不同
    Compare(Compare),
    /// 销毁保存期满的迎检包的内容，编号和指纹留着；先列出哪些到期，加 --yes 才做
    Retire(Retire),
    /// 备份并验证
    Backup(Backup),
    /// 从备份恢复成一个新文件
    Restore(Restore),
    /// 全面检查数据文件和修改痕迹
    Check(Check),
    /// 登记的时间比电脑现在的时间晚一天以上时：看是怎么回事，或记一步「时钟有误」
    Clock(Clock),
    /// 更换密码，给出新的恢复码
    Rekey(File),
    /// 忘记密码时用恢复码打开，并设定新密码
    Recover(File),
}

/// A data file and nothing else.
#[derive(Args)]
pub struct File {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
}

/// Of `new`.
#[derive(Args)]
pub struct New {
    /// 要新建的数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 单位名称
    #[arg(long, value_name = "名称")]
    pub org: String,
    /// 组织类型和特征，逗号隔开，例如 service_body,social_work 或 社会服务机构,社会工作
    #[arg(long = "type", value_name = "类型[,特征…]")]
    pub kind: Option<String>,
    /// 不要密码（谁拿到文件都能看）
    #[arg(long)]
    pub plain: bool,
}

/// Of `sample`.
#[derive(Args)]
pub struct Sample {
    /// 要新建的数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 名册上的人数，默认 36
    #[arg(long, value_name = "人数", hide_default_value = true, default_value_t = 36)]
    pub people: usize,
    /// 记录有多少天，默认 545
    #[arg(long, value_name = "天数", hide_default_value = true, default_value_t = 545)]
    pub days: u32,
    /// 记录到哪一天，默认 2022-06-30
    #[arg(long, value_name = "日期", hide_default_value = true, default_value = "2022-06-30")]
    pub end: String,
    /// 随机种子：种子相同，内容相同；默认 1
    #[arg(long, value_name = "数字", hide_default_value = true, default_value_t = 1)]
    pub seed: u64,
    /// 不要密码
    #[arg(long)]
    pub plain: bool,
}

/// Whole values, and why.
#[derive(Args)]
pub struct Whole {
    /// 显示完整的证件号、电话和住址，会记入修改痕迹
    #[arg(long)]
    pub unmasked: bool,
    /// 用途，与 --unmasked 同用
    #[arg(long, value_name = "用途")]
    pub purpose: Option<String>,
    /// 接收人，与 --unmasked 同用
    #[arg(long, value_name = "接收人")]
    pub recipient: Option<String>,
    /// 姓名脱敏：连姓名也只留姓，用于公开的材料
    #[arg(long, conflicts_with = "unmasked")]
    pub names_masked: bool,
}

/// Which records.
#[derive(Args)]
pub struct Which {
    /// 按文字查找：汉字、拼音首字母、证件号或电话的尾号
    #[arg(long, value_name = "文字")]
    pub filter: Option<String>,
    /// 记录日期从哪一天起
    #[arg(long, value_name = "日期")]
    pub from: Option<String>,
    /// 记录日期到哪一天止
    #[arg(long, value_name = "日期")]
    pub to: Option<String>,
    /// 在岗、年龄等按哪一天算，默认今天
    #[arg(long, value_name = "日期")]
    pub on: Option<String>,
}

/// Of `list`.
#[derive(Args)]
pub struct List {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账，例如 staff 或 人员名册
    #[arg(value_name = "台账")]
    pub ledger: String,
    #[command(flatten)]
    pub which: Which,
    /// 最多列出几条，0 是全部；默认 100
    #[arg(long, value_name = "条数", hide_default_value = true, default_value_t = 100)]
    pub limit: usize,
    /// 不列出已作废的记录
    #[arg(long)]
    pub valid: bool,
    #[command(flatten)]
    pub whole: Whole,
}

/// Of `add`.
#[derive(Args)]
pub struct Add {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 记录，例如 {"name":"王小明","category":"专职"}；补录的加上 "late_reason":"原因"
    #[arg(long, value_name = "JSON")]
    pub json_row: String,
}

/// Of `change`.
#[derive(Args)]
pub struct Change {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 记录编号，也可以是证件号或唯一的姓名
    #[arg(value_name = "编号")]
    pub id: String,
    /// 要改的栏目，没有写到的不变
    #[arg(long, value_name = "JSON")]
    pub json_row: String,
}

/// Of `void`.
#[derive(Args)]
pub struct Void {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 记录编号，也可以是证件号或唯一的姓名；可以写几个
    #[arg(value_name = "编号", required = true)]
    pub ids: Vec<String>,
    /// 有的不能作废时，其余的照样作废
    #[arg(long)]
    pub others: bool,
    /// 作废原因，会印在记录上
    #[arg(long, value_name = "原因")]
    pub reason: String,
}

/// Of `unvoid`.
#[derive(Args)]
pub struct Unvoid {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 记录编号
    #[arg(value_name = "编号")]
    pub id: String,
}

/// Of `act`.
#[derive(Args)]
pub struct Act {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 做什么，例如 vaccinate 或 登记接种；写错时会列出可选的
    #[arg(value_name = "处理")]
    pub act: String,
    /// 记录编号，也可以是证件号或唯一的姓名；可以写几个
    #[arg(value_name = "编号", required = true)]
    pub ids: Vec<String>,
    /// 对所有记录都一样的内容，例如 {"product":"科兴","given_on":"2021-08-12"}
    #[arg(long, value_name = "JSON", default_value = "{}", hide_default_value = true)]
    pub json_row: String,
    /// 有的做不了、有的要留意时，照样做能做的
    #[arg(long)]
    pub others: bool,
}

/// Of `merge`.
#[derive(Args)]
pub struct Merge {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 并入后作废的那一条：编号，也可以是证件号或唯一的姓名
    #[arg(value_name = "并入的")]
    pub lose: String,
    /// 留下的那一条
    #[arg(value_name = "留下的")]
    pub into: String,
    /// 两边不一样的栏目用哪一边的，例如 --field 手机=keep（用留下的）--field 部门=lose（用并入的）
    #[arg(long, value_name = "栏目=keep|lose")]
    pub field: Vec<String>,
    /// 两边重复、不能都留的记录留哪一边的，例如 --stay vaccinations:12=keep
    #[arg(long, value_name = "重复=keep|lose")]
    pub stay: Vec<String>,
    /// 证件号不一样，但对照证件核对过，是同一个人
    #[arg(long)]
    pub same_person: bool,
    /// 只看要选什么，不写入
    #[arg(long)]
    pub dry_run: bool,
}

/// Of `attach`.
#[derive(Args)]
pub struct Attach {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 记录编号，也可以是证件号或唯一的姓名
    #[arg(value_name = "编号")]
    pub id: String,
    /// 照片、截图或扫描件；可以写几个
    #[arg(value_name = "图片", required = true)]
    pub pictures: Vec<PathBuf>,
    /// 图片说明，印在图片下面
    #[arg(long, value_name = "说明", default_value = "", hide_default_value = true)]
    pub caption: String,
    /// 拍摄或扫描的日期；照片里写有日期的可以不写
    #[arg(long, value_name = "日期")]
    pub taken_on: Option<String>,
}

/// Of `detach`.
#[derive(Args)]
pub struct Detach {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 附件编号，list 附件 会列出
    #[arg(value_name = "编号")]
    pub id: String,
    /// 移除的原因
    #[arg(long, value_name = "原因", default_value = "移除附件", hide_default_value = true)]
    pub reason: String,
}

/// Of `extract`.
#[derive(Args)]
pub struct Extract {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 附件编号，list 附件 会列出
    #[arg(value_name = "编号")]
    pub id: String,
    /// 要存成的文件，同类的旧文件会被替换
    #[arg(value_name = "输出")]
    pub out: PathBuf,
}

/// Of `erase`.
#[derive(Args)]
pub struct Erase {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 记录编号，也可以是证件号或唯一的姓名
    #[arg(value_name = "编号")]
    pub id: String,
    /// 销毁依据，例如 本人申请
    #[arg(long, visible_alias = "reason", value_name = "依据")]
    pub basis: String,
    /// 批准人
    #[arg(long, value_name = "姓名")]
    pub approved_by: String,
    /// 监销人
    #[arg(long, value_name = "姓名", default_value = "", hide_default_value = true)]
    pub witness: String,
    /// 保存期已满的销毁；不写就是依申请删除
    #[arg(long)]
    pub expired: bool,
    /// 看过会销毁什么，确定销毁
    #[arg(long)]
    pub yes: bool,
}

/// Of `undo` and `redo`.
#[derive(Args)]
pub struct Steps {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 几步，默认 1
    #[arg(long, value_name = "步数", hide_default_value = true, default_value_t = 1)]
    pub steps: usize,
}

/// Of `history`.
#[derive(Args)]
pub struct History {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 只看一条记录：它的台账
    #[arg(value_name = "台账", requires = "id")]
    pub ledger: Option<String>,
    /// 只看一条记录：它的编号
    #[arg(value_name = "编号")]
    pub id: Option<String>,
    /// 最多几步，0 是全部；默认 100
    #[arg(long, value_name = "步数", hide_default_value = true, default_value_t = 100)]
    pub limit: usize,
}

/// Of `import`.
#[derive(Args)]
pub struct Import {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 导入到哪本台账；名册的表里并排的疫苗剂次也会导入
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 表格：.xlsx、.xls 或 .csv；写 - 就从标准输入读粘贴的内容
    #[arg(value_name = "表格")]
    pub sheet_file: PathBuf,
    /// 哪一列是什么，例如 --map 工号=- --map B=姓名；- 是不导入
    #[arg(long, value_name = "列=字段")]
    pub map: Vec<String>,
    /// 表里没有的列，都按这个内容，例如 --set 人员类别=志愿者
    #[arg(long, value_name = "字段=内容")]
    pub set: Vec<String>,
    /// 表里的说法是什么意思，例如 --word 人员类别:正式工=专职
    #[arg(long, value_name = "字段:说法=内容")]
    pub word: Vec<String>,
    /// 哪个工作表，默认选最像的；几个工作表就一个一个导入，先人员、后接种，各是一步，可以各自撤销
    #[arg(long, value_name = "名称")]
    pub sheet: Option<String>,
    /// 表头在第几行，0 是没有表头；默认自己找
    #[arg(long, value_name = "行")]
    pub header_row: Option<u32>,
    /// 没有写年份的日期是哪一年，各列相同时用；各列不同的用 --answer year-列号=年份
    #[arg(long, value_name = "年份")]
    pub year: Option<i32>,
    /// 回答导入时的问题，问题和可选的回答会列出来。例如 --answer joined_on=none 到岗日期都空着，--answer
    /// joined_on=2021-03-01 都按这一天；--answer year-C=2021 C 列没写年份的日期都是 2021 年；--answer product-1=科兴
    /// 第一剂只有日期，都按科兴（product-2 是第二剂，skip 是先不导入这些剂次）；--answer quotes=text 引号是文字
    #[arg(long, value_name = "问题=回答")]
    pub answer: Vec<String>,
    /// 待定的行怎么办：5=same 是同一个人，5=12 是第 12 号那个人，5=new 是另一个人，5=skip 跳过；all= 是其余全部
    #[arg(long, value_name = "行=决定")]
    pub decide: Vec<String>,
    /// 空白格清空记录里原来的内容
    #[arg(long)]
    pub clear: bool,
    /// 补录原因，用于这批过了时限的记录
    #[arg(long, value_name = "原因")]
    pub late_reason: Option<String>,
    /// 只看怎么办，不写入
    #[arg(long)]
    pub dry_run: bool,
    /// 有没法导入的行时，把原表连同原因另存到这里，改好后再导入
    #[arg(long, value_name = "输出.xlsx")]
    pub rejects: Option<PathBuf>,
}

/// Of `export`.
#[derive(Args)]
pub struct Export {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 要写成的 .xlsx 或 .csv，同类的旧文件会被替换
    #[arg(value_name = "输出")]
    pub out: PathBuf,
    /// 空白的导入模板，带一行示例
    #[arg(long, conflicts_with_all = ["filter", "from", "to", "voided", "unmasked", "template", "id"])]
    pub blank: bool,
    /// 只导出这几条：编号，也可以是证件号或唯一的姓名；可以写几次
    #[arg(long, value_name = "编号", conflicts_with = "template")]
    pub id: Vec<String>,
    /// 照上级的 .xlsx 表格填，保留它的样子
    #[arg(long, value_name = "表格.xlsx")]
    pub template: Option<PathBuf>,
    /// 填哪个工作表，默认第一个
    #[arg(long, value_name = "名称", requires = "template")]
    pub sheet: Option<String>,
    /// 单元格填什么，例如 --cell C4=全程接种人数；写过的会记住
    #[arg(long, value_name = "单元格=内容", requires = "template")]
    pub cell: Vec<String>,
    /// 从哪一行起逐条填哪些栏目，例如 --list B7=姓名 --list C7=部门；# 是序号
    #[arg(long, value_name = "单元格=栏目", requires = "template")]
    pub list: Vec<String>,
    #[command(flatten)]
    pub which: Which,
    /// 连同已作废的
    #[arg(long)]
    pub voided: bool,
    #[command(flatten)]
    pub whole: Whole,
}

/// Of `status`.
#[derive(Args)]
pub struct Status {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 按哪一天算，默认今天
    #[arg(long, value_name = "日期")]
    pub on: Option<String>,
    /// 二十条从哪一天看起，默认三个月
    #[arg(long, value_name = "日期")]
    pub from: Option<String>,
    /// 二十条看到哪一天，默认同 --on
    #[arg(long, value_name = "日期")]
    pub to: Option<String>,
    /// 接种率把服务对象也算进去
    #[arg(long)]
    pub clients: bool,
}

/// Of `stats`.
#[derive(Args)]
pub struct Stats {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 从哪一天看起，默认一年
    #[arg(long, value_name = "日期")]
    pub from: Option<String>,
    /// 看到哪一天，默认同 --on
    #[arg(long, value_name = "日期")]
    pub to: Option<String>,
    /// 数据截至哪一天，默认今天
    #[arg(long, value_name = "日期")]
    pub on: Option<String>,
    /// 只要这几张，写名称；可以写几次
    #[arg(long, value_name = "名称")]
    pub chart: Vec<String>,
}

/// Of `print`.
#[derive(Args)]
pub struct Print {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 台账，或 person 一人一档、articles 二十条对照表、selfcheck 自查表、pack 迎检包
    #[arg(value_name = "台账")]
    pub ledger: String,
    /// 要写成的 PDF，旧的 PDF 会被替换
    #[arg(value_name = "输出")]
    pub out: PathBuf,
    /// 哪种表：list 台账（默认）、blank 空白表、sheet 登记表，人员名册还有 person 一人一档，有的台账还有 month 月表、summary 汇总、due 到期名单；写几次，几种表合成一份
    #[arg(long, value_name = "表", hide_default_value = true, default_value = "list")]
    pub form: Vec<String>,
    /// 只印这几条：编号，也可以是证件号或唯一的姓名；可以写几次，登记表不写就每条记录一张
    #[arg(long, visible_alias = "who", value_name = "编号")]
    pub id: Vec<String>,
    /// 再印这个编号的迎检包：当时留存的，逐字相同
    #[arg(long, value_name = "编号")]
    pub number: Option<String>,
    #[command(flatten)]
    pub extent: Extent,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub whole: Whole,
}

/// Of `backup`.
#[derive(Args)]
pub struct Backup {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 备份放到哪个文件夹
    #[arg(value_name = "文件夹")]
    pub dir: PathBuf,
}

/// Of `restore`.
#[derive(Args)]
pub struct Restore {
    /// 备份文件
    #[arg(value_name = "备份")]
    pub backup: PathBuf,
    /// 恢复成的数据文件，不能已经存在
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 文件已存在时换下它，原来的改名留在旁边
    #[arg(long)]
    pub keep_old: bool,
}

/// Of `check`.
#[derive(Args)]
pub struct Check {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 纸上页脚的核验码：查它是哪一步，之后改过几步
    #[arg(long, value_name = "核验码")]
    pub against: Option<String>,
}

/// Of `clock`.
#[derive(Args)]
pub struct Clock {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 现在的时间是对的，当时的走快了：记一步「时钟有误」，那几步不再用来判断补录
    #[arg(long)]
    pub then_wrong: bool,
}

/// A command line taken apart.
pub enum Parsed {
    /// To be done.
    Run(Box<Command>),
    /// Help or version was asked for.
    Help(String),
    /// Not understood.
    Wrong {
        /// Why.
        failure: Failure,
        /// Whether `--json` stood anywhere.
        json: bool,
    },
}

/// Takes `given` apart, the program's name first.
pub fn parse(given: &[OsString]) -> Parsed {
    let json = given.iter().any(|argument| argument == "--json");
    let parsed = command().try_get_matches_from(given).and_then(|matches| Command::from_arg_matches(&matches));
    match parsed {
        Ok(command) => Parsed::Run(Box::new(command)),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Parsed::Help(error.to_string()),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if given.len() == 1 && !json => Parsed::Help(error.to_string()),
            _ => Parsed::Wrong { failure: Failure::usage(explained(&error)), json },
        },
    }
}

fn command() -> clap::Command {
    let headed = |arg: clap::Arg| {
        let heading = if arg.is_positional() { "参数" } else { "选项" };
        arg.help_heading(heading)
    };
    let mut top = Command::command()
        .version(env!("CARGO_PKG_VERSION"))
        .help_template(TEMPLATE)
        .mut_args(headed)
        .mut_subcommands(|verb| verb.mut_args(headed));
    top.build();
    let names: Vec<String> = top.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    for name in names {
        top = top.mut_subcommand(name, |mut verb| {
            let usage = verb.render_usage();
            verb.help_template(TEMPLATE).override_usage(in_chinese(&usage))
        });
    }
    let usage = in_chinese(&top.render_usage());
    top.override_usage(usage)
}

fn in_chinese(usage: &StyledStr) -> String {
    usage.to_string().replace("Usage: ", "").replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>")
}

/// One Chinese line for what clap found.
fn explained(error: &clap::Error) -> String {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = named(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少：{argument}。"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "请写明要做什么，例如 list、add、print。".to_owned()
        }
        ErrorKind::InvalidSubcommand => format!("没有「{}」这个命令。", named(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("不认识「{argument}」。"),
        ErrorKind::InvalidValue if named(ContextKind::InvalidValue).is_empty() => format!("{argument} 后面缺少内容。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} 不能是「{}」。", named(ContextKind::InvalidValue))
        }
        ErrorKind::ArgumentConflict => format!("{argument} 写了两次，或不能与别的选项同用。"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} 后面的内容个数不对。")
        }
        ErrorKind::NoEquals => format!("{argument} 后面要用等号。"),
        ErrorKind::InvalidUtf8 => "命令行里有不能识别的字符。".to_owned(),
        _ => "命令行看不懂。".to_owned(),
    }
}
