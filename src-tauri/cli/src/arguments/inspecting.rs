//! What may be asked of the 迎检包 and of the gaps it would show.

use super::{Which, Whole};
use clap::Args;
use std::path::PathBuf;

/// Of `rectify`.
#[derive(Args)]
pub struct Rectify {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 二十条从哪一天看起，默认三个月
    #[arg(long, value_name = "日期")]
    pub from: Option<String>,
    /// 二十条看到哪一天，默认今天
    #[arg(long, value_name = "日期")]
    pub to: Option<String>,
    /// 检查人
    #[arg(long, value_name = "姓名")]
    pub inspectors: Option<String>,
    /// 责任人
    #[arg(long, value_name = "姓名")]
    pub responsible: Option<String>,
    /// 整改期限，默认 7 天
    #[arg(long, value_name = "日期")]
    pub due: Option<String>,
    /// 只转这一行，可以写几次；责任人不同的写成 行号=姓名
    #[arg(long, value_name = "行号[=责任人]")]
    pub line: Vec<String>,
    /// 看过有哪些缺口，确定转为整改
    #[arg(long)]
    pub yes: bool,
}

/// Of `pack`.
#[derive(Args)]
pub struct Pack {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 放到哪个文件夹，例如 U盘
    #[arg(value_name = "文件夹")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub extent: Extent,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub whole: Whole,
}

/// How much an inspection pack holds.
#[derive(Args)]
pub struct Extent {
    /// 迎检包只做目录版：不附各条的台账
    #[arg(long)]
    pub summary: bool,
    /// 迎检包不附这本台账，可以写几次
    #[arg(long, value_name = "台账")]
    pub without: Vec<String>,
    /// 迎检包带附件：图片印在附录里，写成文件夹时另附原件
    #[arg(long)]
    pub with_attachments: bool,
}

impl Extent {
    /// Whether anything of it was asked for.
    pub fn is_asked(&self) -> bool {
        self.summary || self.with_attachments || !self.without.is_empty()
    }
}

/// Of `compare`.
#[derive(Args)]
pub struct Compare {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 先做的一册的编号
    #[arg(value_name = "编号")]
    pub one: String,
    /// 后做的一册的编号
    #[arg(value_name = "编号")]
    pub two: String,
}

/// Of `retire`.
#[derive(Args)]
pub struct Retire {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 只销毁这几册，不写就是到期的全部
    #[arg(value_name = "编号")]
    pub number: Vec<String>,
    /// 销毁依据，例如 保存期已满
    #[arg(long, visible_alias = "reason", value_name = "依据")]
    pub basis: Option<String>,
    /// 批准人
    #[arg(long, value_name = "姓名")]
    pub approved_by: Option<String>,
    /// 监销人
    #[arg(long, value_name = "姓名")]
    pub witness: Option<String>,
    /// 看过哪些到期，确定销毁
    #[arg(long)]
    pub yes: bool,
}
