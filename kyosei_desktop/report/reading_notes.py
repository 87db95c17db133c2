"""What stands in the archive's 読み方.txt. Not translated: whoever reads a city's archive reads Japanese."""

READING_NOTES = """\
読み方
======

これは「{title}」の台帳を、どのプログラムにもよらずに読める形で書き出したものです。
書き出した日時：{written_at}　書き出したプログラム：{program}
欄の数：{fields}　履歴の数：{revisions}　履歴の確認番号：{number}

入っているファイル
------------------
どれも文字コードは UTF-8 です。メモ帳、表計算ソフト、ブラウザーで開けます。

- 読み方.txt    この説明です。
- plan.json     計画の今の姿です。施策、取組、年度と期間ごとの記載が、紙面の順に並びます。
- history.csv   すべての変更を一行に一つ、欄ごとに古い順に並べた表です。日時は書き出した場所の時刻です。
                表計算ソフトで開くときは、すべての列を「文字列」として読み込んでください。
                「=」などで始まる本文が計算式として扱われるのを防ぐためです。
- ledger.json   台帳のすべてです。上の二つもここから作れます。日時は協定世界時（日本時間より9時間前）です。

ledger.json の中身
------------------
- plan                計画の今の姿（plan.json と同じ）
- definition          紙面の形、元号、期間の名前などの定義
- measures            施策の番号（no）と、変わらない id
- fields              欄。label が欄の名前、text が今の本文、blank が空欄の理由
                      （ended＝終了、not_applicable＝該当なし、null＝本文があるか、まだ書いていない）、
                      is_conflict が競合中かどうか、revisions がその欄の履歴（届いた順）
- departments         担当課。begins_on は始まる日、ends_on はなくなった日（その日にはもうない）
- former_names        課の前の名前と、その名前だった最後の日の次の日（until）
- successions         なくなった課（predecessor_id）の仕事を引き継いだ課（successor_id）
- former_numbers      施策の前の番号と、変わった日時
- rounds              照会（年度、期間、締切、聞いた項目、開いているか）
- round_departments   照会ごとの担当課と、受理した日時（accepted_at）
- requests            照会ファイルと差戻し（is_return が true）。reason は差戻しの理由
- request_fields      照会ファイルごとに、聞いた欄と、必須かどうか、欄ごとの添え書き
- submissions         回答ファイル。届いた日時、完全か、遅れたか、取り消したか（is_withdrawn）、担当者の連絡先
- acknowledgements    「このままでよい」とされた指摘と、その理由
- acts                操作の記録（kind は round_opened＝照会開始、merged＝取り込み、returned＝差戻し、
                      accepted＝受理、acceptance_revoked＝受理取消、withdrawn＝取り込みの取消など）
- links               履歴のつながり。改ざんを見つけるための値（SHA-256）です

履歴（revisions）の一件
-----------------------
- id、text、blank     番号、そのときの本文、空欄の理由
- after               書いた人が見ていた履歴の id。このつながりが、どれが新しいかを決めます
- origin              root＝はじめの文、coordinator＝取りまとめ、department＝担当課
- author、department_id、made_at、reason　だれが、どの課として、いつ、なぜ
- submissions         届けた回答ファイルの id
- is_withdrawn        取り込みが取り消されて、数えない
- is_held             受理の後に届いたので、受理取消までは数えない
- hash                内容と、after の履歴の hash から計算した値

欄の今の本文の決まり方
----------------------
1. is_withdrawn か is_held が true の履歴を除きます。残りが「生きている履歴」です。
2. 生きている履歴のうち、ほかの生きている履歴が after で（除いた履歴も通って何段でも）たどれるものを除きます。
   残りが「先端」です。
3. 先端の本文がすべて同じなら、それが今の本文です。
4. 違うものがあれば競合です。競合の間は、取りまとめ（coordinator）の生きている履歴のうち、
   ほかの取りまとめの履歴からたどれない、いちばん新しいもの（made_at、同じなら id の順で後のもの）を示します。
   取りまとめの履歴がなければ、root の履歴から同じように選びます。
   担当課の作業ファイル（is_work_file が true）では、取りまとめの代わりに担当課（department）のものを示します。

入っていないもの
----------------
照会ファイルの鍵、書きかけの下書き、示しただけの案は入っていません。履歴ではないためです。
"""
