//! What may be asked of reports and packages.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Of `report`.
#[derive(Args)]
pub struct Report {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 哪种报告：daily 日报、weekly 周报、monthly 月报、thematic 专题
    #[arg(long, value_name = "种类")]
    pub kind: String,
    /// 从哪一天起，默认由种类得出
    #[arg(long, value_name = "日期")]
    pub from: Option<String>,
    /// 到哪一天，默认今天
    #[arg(long, value_name = "日期")]
    pub to: Option<String>,
    /// 数据截至哪一天，默认今天
    #[arg(long, value_name = "日期")]
    pub on: Option<String>,
    /// 专题报告要哪些数字，可以写几次
    #[arg(long, value_name = "名称")]
    pub figure: Vec<String>,
    /// 定稿并登记到情况报送
    #[arg(long)]
    pub freeze: bool,
    /// 报给谁，定稿时要写
    #[arg(long, value_name = "单位", requires = "freeze")]
    pub recipient: Option<String>,
    /// 填报人，定稿时要写
    #[arg(long, value_name = "姓名", requires = "freeze")]
    pub by: Option<String>,
    /// 按哪份来文报的
    #[arg(long, value_name = "编号", requires = "freeze")]
    pub notice: Option<i64>,
    /// 更正哪一份已报出的报送
    #[arg(long, value_name = "编号", requires = "freeze", requires = "correction")]
    pub corrects: Option<i64>,
    /// 更正说明：改了什么、为什么
    #[arg(long, value_name = "说明", requires = "corrects")]
    pub correction: Option<String>,
    /// 备注
    #[arg(long, value_name = "备注", requires = "freeze")]
    pub note: Option<String>,
    /// 为定稿生成报送包，放到这个文件夹
    #[arg(long, value_name = "文件夹", requires = "freeze")]
    pub package: Option<PathBuf>,
    /// 定稿的数字另存为 Excel
    #[arg(long, value_name = "文件", requires = "freeze")]
    pub workbook: Option<PathBuf>,
}

/// Of `package`.
#[derive(Args)]
pub struct Package {
    #[command(subcommand)]
    pub verb: PackageVerb,
}

/// What is done with a package.
#[derive(Subcommand)]
pub enum PackageVerb {
    /// 核对报送包的签名和内容
    Verify(Verify),
    /// 为已经定稿的报送生成报送包
    Make(Make),
}

/// Of `package verify`.
#[derive(Args)]
pub struct Verify {
    /// 报送包
    #[arg(value_name = "文件")]
    pub file: PathBuf,
}

/// Of `package make`.
#[derive(Args)]
pub struct Make {
    /// 数据文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 哪一份报送
    #[arg(value_name = "编号")]
    pub id: i64,
    /// 放到哪个文件夹
    #[arg(value_name = "文件夹")]
    pub dir: PathBuf,
}
