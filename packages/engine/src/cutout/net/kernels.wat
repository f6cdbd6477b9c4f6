;; The loops in which the subject network spends its time, four float32 lanes at once. Plain SIMD, no relaxed
;; instructions: every machine gives the same bits. After a change: npx -p wabt wat2wasm kernels.wat -o kernels.wasm
(module
  (memory (export "memory") 1)

  ;; 1x1 convolution with bias and clamp. $x: pixels of $cin floats, $y: pixels of $cout floats, $groups: pixels / 4,
  ;; $w: packed [cout / 8][cin][8]. Four pixels by eight outputs a turn, so that sums stay in registers.
  (func (export "pointwise")
    (param $x i32) (param $groups i32) (param $cin i32) (param $cout i32)
    (param $w i32) (param $b i32) (param $low f32) (param $high f32) (param $y i32)
    (local $x0 i32) (local $x1 i32) (local $x2 i32) (local $x3 i32)
    (local $wp i32) (local $bp i32) (local $yp i32) (local $yq i32)
    (local $left i32) (local $i i32) (local $xrow i32) (local $yrow i32)
    (local $lo v128) (local $hi v128) (local $w0 v128) (local $w1 v128) (local $v v128)
    (local $a0 v128) (local $a1 v128) (local $b0 v128) (local $b1 v128)
    (local $c0 v128) (local $c1 v128) (local $d0 v128) (local $d1 v128)
    (local.set $lo (f32x4.splat (local.get $low)))
    (local.set $hi (f32x4.splat (local.get $high)))
    (local.set $xrow (i32.shl (local.get $cin) (i32.const 2)))
    (local.set $yrow (i32.shl (local.get $cout) (i32.const 2)))
    (loop $group
      (local.set $wp (local.get $w))
      (local.set $bp (local.get $b))
      (local.set $yp (local.get $y))
      (local.set $left (local.get $cout))
      (loop $outputs
        (local.set $a0 (v128.load (local.get $bp)))
        (local.set $a1 (v128.load offset=16 (local.get $bp)))
        (local.set $b0 (local.get $a0)) (local.set $b1 (local.get $a1))
        (local.set $c0 (local.get $a0)) (local.set $c1 (local.get $a1))
        (local.set $d0 (local.get $a0)) (local.set $d1 (local.get $a1))
        (local.set $x0 (local.get $x))
        (local.set $x1 (i32.add (local.get $x0) (local.get $xrow)))
        (local.set $x2 (i32.add (local.get $x1) (local.get $xrow)))
        (local.set $x3 (i32.add (local.get $x2) (local.get $xrow)))
        (local.set $i (local.get $cin))
        (loop $inputs
          (local.set $w0 (v128.load (local.get $wp)))
          (local.set $w1 (v128.load offset=16 (local.get $wp)))
          (local.set $v (v128.load32_splat (local.get $x0)))
          (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $v) (local.get $w0))))
          (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $v) (local.get $w1))))
          (local.set $v (v128.load32_splat (local.get $x1)))
          (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (local.get $v) (local.get $w0))))
          (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (local.get $v) (local.get $w1))))
          (local.set $v (v128.load32_splat (local.get $x2)))
          (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $v) (local.get $w0))))
          (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $v) (local.get $w1))))
          (local.set $v (v128.load32_splat (local.get $x3)))
          (local.set $d0 (f32x4.add (local.get $d0) (f32x4.mul (local.get $v) (local.get $w0))))
          (local.set $d1 (f32x4.add (local.get $d1) (f32x4.mul (local.get $v) (local.get $w1))))
          (local.set $x0 (i32.add (local.get $x0) (i32.const 4)))
          (local.set $x1 (i32.add (local.get $x1) (i32.const 4)))
          (local.set $x2 (i32.add (local.get $x2) (i32.const 4)))
          (local.set $x3 (i32.add (local.get $x3) (i32.const 4)))
          (local.set $wp (i32.add (local.get $wp) (i32.const 32)))
          (br_if $inputs (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
        (local.set $yq (local.get $yp))
        (v128.store (local.get $yq) (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $a0))))
        (v128.store offset=16 (local.get $yq) (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $a1))))
        (local.set $yq (i32.add (local.get $yq) (local.get $yrow)))
        (v128.store (local.get $yq) (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $b0))))
        (v128.store offset=16 (local.get $yq) (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $b1))))
        (local.set $yq (i32.add (local.get $yq) (local.get $yrow)))
        (v128.store (local.get $yq) (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $c0))))
        (v128.store offset=16 (local.get $yq) (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $c1))))
        (local.set $yq (i32.add (local.get $yq) (local.get $yrow)))
        (v128.store (local.get $yq) (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $d0))))
        (v128.store offset=16 (local.get $yq) (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $d1))))
        (local.set $yp (i32.add (local.get $yp) (i32.const 32)))
        (local.set $bp (i32.add (local.get $bp) (i32.const 32)))
        (br_if $outputs (local.tee $left (i32.sub (local.get $left) (i32.const 8)))))
      (local.set $x (i32.add (local.get $x) (i32.shl (local.get $xrow) (i32.const 2))))
      (local.set $y (i32.add (local.get $y) (i32.shl (local.get $yrow) (i32.const 2))))
      (br_if $group (local.tee $groups (i32.sub (local.get $groups) (i32.const 1))))))

  ;; 3x3 convolution of each channel by itself over one row of output, with bias and clamp. $x: the upper left tap of
  ;; the first pixel in a picture that has its border of zeros, $row: bytes of that picture's rows, $step: bytes from
  ;; one output's taps to the next one's, $c4: bytes of a pixel, $w: packed [9][channels].
  (func (export "depthwise")
    (param $x i32) (param $row i32) (param $step i32) (param $c4 i32) (param $columns i32)
    (param $w i32) (param $b i32) (param $low f32) (param $high f32) (param $y i32)
    (local $k i32) (local $p i32) (local $q i32) (local $wp i32) (local $tap i32)
    (local $lo v128) (local $hi v128) (local $sum v128)
    (local.set $lo (f32x4.splat (local.get $low)))
    (local.set $hi (f32x4.splat (local.get $high)))
    (loop $pixel
      (local.set $k (i32.const 0))
      (loop $channels
        (local.set $wp (i32.add (local.get $w) (local.get $k)))
        (local.set $p (i32.add (local.get $x) (local.get $k)))
        (local.set $sum (v128.load (i32.add (local.get $b) (local.get $k))))
        (local.set $tap (i32.const 3))
        (loop $rows
          (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul (v128.load (local.get $p)) (v128.load (local.get $wp)))))
          (local.set $q (i32.add (local.get $p) (local.get $c4)))
          (local.set $wp (i32.add (local.get $wp) (local.get $c4)))
          (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul (v128.load (local.get $q)) (v128.load (local.get $wp)))))
          (local.set $q (i32.add (local.get $q) (local.get $c4)))
          (local.set $wp (i32.add (local.get $wp) (local.get $c4)))
          (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul (v128.load (local.get $q)) (v128.load (local.get $wp)))))
          (local.set $wp (i32.add (local.get $wp) (local.get $c4)))
          (local.set $p (i32.add (local.get $p) (local.get $row)))
          (br_if $rows (local.tee $tap (i32.sub (local.get $tap) (i32.const 1)))))
        (v128.store (i32.add (local.get $y) (local.get $k))
          (f32x4.pmin (local.get $hi) (f32x4.pmax (local.get $lo) (local.get $sum))))
        (br_if $channels (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 16))) (local.get $c4))))
      (local.set $x (i32.add (local.get $x) (local.get $step)))
      (local.set $y (i32.add (local.get $y) (local.get $c4)))
      (br_if $pixel (local.tee $columns (i32.sub (local.get $columns) (i32.const 1))))))

  ;; For each pixel of one row of output the three rows of three input pixels around it, one after another. $x, $row and
  ;; $step as for depthwise, $c4: bytes of an input pixel.
  (func (export "neighbours")
    (param $x i32) (param $row i32) (param $step i32) (param $c4 i32) (param $columns i32) (param $y i32)
    (local $three i32)
    (local.set $three (i32.mul (local.get $c4) (i32.const 3)))
    (loop $pixel
      (memory.copy (local.get $y) (local.get $x) (local.get $three))
      (local.set $y (i32.add (local.get $y) (local.get $three)))
      (memory.copy (local.get $y) (i32.add (local.get $x) (local.get $row)) (local.get $three))
      (local.set $y (i32.add (local.get $y) (local.get $three)))
      (memory.copy (local.get $y) (i32.add (local.get $x) (i32.shl (local.get $row) (i32.const 1))) (local.get $three))
      (local.set $y (i32.add (local.get $y) (local.get $three)))
      (local.set $x (i32.add (local.get $x) (local.get $step)))
      (br_if $pixel (local.tee $columns (i32.sub (local.get $columns) (i32.const 1))))))

  ;; One pixel between four, by their weights. $c4: bytes of a pixel, whole groups of four channels.
  (func $between
    (param $a i32) (param $b i32) (param $c i32) (param $d i32)
    (param $wa f32) (param $wb f32) (param $wc f32) (param $wd f32) (param $c4 i32) (param $y i32)
    (local $va v128) (local $vb v128) (local $vc v128) (local $vd v128) (local $k i32)
    (local.set $va (f32x4.splat (local.get $wa)))
    (local.set $vb (f32x4.splat (local.get $wb)))
    (local.set $vc (f32x4.splat (local.get $wc)))
    (local.set $vd (f32x4.splat (local.get $wd)))
    (loop $channels
      (v128.store (i32.add (local.get $y) (local.get $k))
        (f32x4.add
          (f32x4.add
            (f32x4.mul (v128.load (i32.add (local.get $a) (local.get $k))) (local.get $va))
            (f32x4.mul (v128.load (i32.add (local.get $b) (local.get $k))) (local.get $vb)))
          (f32x4.add
            (f32x4.mul (v128.load (i32.add (local.get $c) (local.get $k))) (local.get $vc))
            (f32x4.mul (v128.load (i32.add (local.get $d) (local.get $k))) (local.get $vd)))))
      (br_if $channels (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 16))) (local.get $c4)))))

  ;; One row of a picture twice as wide, bilinear with half-pixel centres: $near and $far are the rows of $columns pixels
  ;; between which it lies, $t how far it is from $near.
  (func (export "upsample")
    (param $near i32) (param $far i32) (param $t f32) (param $columns i32) (param $c4 i32) (param $y i32)
    (local $s f32) (local $before i32) (local $after i32) (local $at i32) (local $end i32)
    (local.set $s (f32.sub (f32.const 1) (local.get $t)))
    (local.set $end (i32.mul (local.get $columns) (local.get $c4)))
    (loop $pixel
      (local.set $before
        (select (i32.sub (local.get $at) (local.get $c4)) (i32.const 0) (local.get $at)))
      (local.set $after
        (select (i32.add (local.get $at) (local.get $c4)) (local.get $at)
          (i32.lt_u (i32.add (local.get $at) (local.get $c4)) (local.get $end))))
      (call $between
        (i32.add (local.get $near) (local.get $at)) (i32.add (local.get $near) (local.get $before))
        (i32.add (local.get $far) (local.get $at)) (i32.add (local.get $far) (local.get $before))
        (f32.mul (local.get $s) (f32.const 0.75)) (f32.mul (local.get $s) (f32.const 0.25))
        (f32.mul (local.get $t) (f32.const 0.75)) (f32.mul (local.get $t) (f32.const 0.25))
        (local.get $c4) (local.get $y))
      (call $between
        (i32.add (local.get $near) (local.get $at)) (i32.add (local.get $near) (local.get $after))
        (i32.add (local.get $far) (local.get $at)) (i32.add (local.get $far) (local.get $after))
        (f32.mul (local.get $s) (f32.const 0.75)) (f32.mul (local.get $s) (f32.const 0.25))
        (f32.mul (local.get $t) (f32.const 0.75)) (f32.mul (local.get $t) (f32.const 0.25))
        (local.get $c4) (i32.add (local.get $y) (local.get $c4)))
      (local.set $y (i32.add (local.get $y) (i32.shl (local.get $c4) (i32.const 1))))
      (br_if $pixel (i32.lt_u (local.tee $at (i32.add (local.get $at) (local.get $c4))) (local.get $end)))))

  ;; The sums of $bytes / 16 groups of four.
  (func (export "add") (param $x i32) (param $other i32) (param $bytes i32) (param $y i32)
    (local $k i32)
    (loop $groups
      (v128.store (i32.add (local.get $y) (local.get $k))
        (f32x4.add (v128.load (i32.add (local.get $x) (local.get $k)))
          (v128.load (i32.add (local.get $other) (local.get $k)))))
      (br_if $groups (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 16))) (local.get $bytes)))))
)
