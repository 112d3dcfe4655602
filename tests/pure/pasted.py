"""What comes out of Word and Facebook, and what it means."""

FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0cm}</style></head>
<body lang=VI><!--StartFragment--><p class=MsoTitle>Một cửa xã Mỹ Đức<o:p></o:p></p>
<h1><span style='font-size:14.0pt'>Cách làm</span></h1>
<p class=MsoNormal style='text-align:justify'><span lang=VI>Hồ sơ được nhận <b>trong ngày</b>,&nbsp;<i>không hẹn lại</i>.</span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Nộp hồ sơ<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>a)</span><![endif]>Bản giấy</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>Nhận kết quả</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal><b>Việc</b></p></td><td><p class=MsoNormal><b>Ngày</b></p></td></tr>
<tr><td><p class=MsoNormal>Khai sinh</p></td><td><p class=MsoNormal>1</p></td></tr></table>
<img src="file:///C:/Users/a/image001.png"><script>alert(1)</script></body></html>"""
CLEAN_WORD = (
    "<h2>Một cửa xã Mỹ Đức</h2><h2>Cách làm</h2>"
    "<p>Hồ sơ được nhận <strong>trong ngày</strong>, <em>không hẹn lại</em>.</p>"
    '<ul><li>Nộp hồ sơ<ol type="a"><li>Bản giấy</li></ol></li><li>Nhận kết quả</li></ul>'
    '<table><tbody><tr><th scope="col">Việc</th><th scope="col">Ngày</th></tr>'
    "<tr><td>Khai sinh</td><td>1</td></tr></tbody></table>"
)
FROM_FACEBOOK = """<div class="xdj266r"><div dir="auto" style="text-align: start;">Chào cả nhà <span><img height="16"
alt="😀" src="https://static.xx.fbcdn.net/images/emoji.php/v9/t.png"></span></div></div><div dir="auto">Xem
<a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fcongdoan.vn%2Fa%3Ffbclid%3DIwAR&amp;h=1">congdoan.vn</a>
<a href="/hashtag/cchc?__eep__=6">#cchc</a></div><div>một<br>hai<br><br>ba</div>"""
CLEAN_FACEBOOK = (
    '<p>Chào cả nhà 😀</p><p>Xem <a href="https://congdoan.vn/a" rel="noopener noreferrer">congdoan.vn</a> #cchc</p>'
    "<p>một<br>hai</p><p>ba</p>"
)
